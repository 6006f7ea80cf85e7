/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where the release rule is applied, each time by whoever is there and by nobody else's word. */
public enum Place implements Token {
    /** The gateway of who speaks, before it signs. */
    ORIGIN,
    /** The coordinator, before it copies. */
    COORDINATOR,
    /** The gateway of who is spoken to, before it lets in. */
    RECIPIENT;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
