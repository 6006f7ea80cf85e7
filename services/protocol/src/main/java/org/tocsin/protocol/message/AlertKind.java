/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a revision does to its alert (CAP 1.2 {@code msgType}). */
public enum AlertKind implements Token {
    /** The first revision. */
    ALERT,
    /** A later word on the same matter. */
    UPDATE,
    /** The recall; it always wins and is never undone. */
    CANCEL;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
