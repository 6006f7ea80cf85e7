/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import com.fasterxml.jackson.annotation.JsonValue;
import org.tocsin.protocol.message.Token;

/** Whether this member said it or was told. */
public enum Direction implements Token {
    /** This member said it. */
    SENT,
    /** This member was told. */
    RECEIVED;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
