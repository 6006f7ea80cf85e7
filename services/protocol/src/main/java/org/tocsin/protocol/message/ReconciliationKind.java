/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** Which side of a comparison speaks. */
public enum ReconciliationKind implements Token {
    /** The sender: this much I have said to you. */
    SUMMARY,
    /** The receiver: this is what I hold of it. */
    HELD;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
