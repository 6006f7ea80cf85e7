/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

/** Nothing can be signed now: by the directory no key at hand is valid, or the module that holds it does not sign. */
public final class SigningKeyNotValid extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    SigningKeyNotValid(String why) {
        super(why);
    }

    SigningKeyNotValid(String why, Throwable cause) {
        super(why, cause);
    }
}
