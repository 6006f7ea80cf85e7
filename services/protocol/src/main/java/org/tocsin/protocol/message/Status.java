/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a message is meant in earnest (CAP 1.2 {@code status}). Signed, and never mixed with another status. */
public enum Status implements Token {
    /** In earnest. */
    ACTUAL,
    /** Part of a drill. */
    EXERCISE,
    /** A technical test. */
    TEST;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
