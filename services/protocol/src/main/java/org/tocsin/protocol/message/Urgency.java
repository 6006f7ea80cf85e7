/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** CAP 1.2 {@code urgency}, in CAP's spelling. */
public enum Urgency implements Token {
    /** Act now. */
    IMMEDIATE,
    /** Act within the hour. */
    EXPECTED,
    /** Act in the near future. */
    FUTURE,
    /** No longer needed. */
    PAST,
    /** Not known. */
    UNKNOWN;

    @JsonValue
    @Override
    public String token() {
        return Token.capitalized(this);
    }
}
