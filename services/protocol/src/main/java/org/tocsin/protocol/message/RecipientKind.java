/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why an addressee is addressed: to act, or to know (as To and Info lines do). */
public enum RecipientKind implements Token {
    /** Must act. */
    ACTION,
    /** Must know. */
    INFO;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
