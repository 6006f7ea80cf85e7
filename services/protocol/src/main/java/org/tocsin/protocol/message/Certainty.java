/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** CAP 1.2 {@code certainty}, in CAP's spelling. */
public enum Certainty implements Token {
    /** Happened or is happening. */
    OBSERVED,
    /** Probability above one half. */
    LIKELY,
    /** Possible but not likely. */
    POSSIBLE,
    /** Not expected. */
    UNLIKELY,
    /** Not known. */
    UNKNOWN;

    @JsonValue
    @Override
    public String token() {
        return Token.capitalized(this);
    }
}
