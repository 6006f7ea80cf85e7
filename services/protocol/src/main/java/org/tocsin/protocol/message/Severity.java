/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** CAP 1.2 {@code severity}, in CAP's spelling. */
public enum Severity implements Token {
    /** Extraordinary threat. */
    EXTREME,
    /** Significant threat. */
    SEVERE,
    /** Possible threat. */
    MODERATE,
    /** Minimal threat. */
    MINOR,
    /** Not known. */
    UNKNOWN;

    @JsonValue
    @Override
    public String token() {
        return Token.capitalized(this);
    }
}
