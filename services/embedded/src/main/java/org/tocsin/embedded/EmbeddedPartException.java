/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

/** The embedded broker or database cannot start, answer or stop; the message names the part and what failed. */
public final class EmbeddedPartException extends RuntimeException {

    EmbeddedPartException(String message) {
        super(message);
    }

    EmbeddedPartException(String message, Throwable cause) {
        super(message, cause);
    }
}
