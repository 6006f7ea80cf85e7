/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** How far an alert has come at one member. */
public enum Stage implements Token {
    /** Committed in the member's inbox. */
    RECEIVED,
    /** Shown to a person. */
    DISPLAYED,
    /** Answered. */
    ANSWERED;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
