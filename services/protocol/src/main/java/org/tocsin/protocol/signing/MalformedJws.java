/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

/** The bytes are not a compact JWS of the form the exchange uses. Carries nothing of them. */
public final class MalformedJws extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedJws(String rule) {
        super(rule);
    }
}
