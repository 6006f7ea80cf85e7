/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** What an acknowledgement says about taking the matter on. Either stops the clock. */
public enum Outcome implements Token {
    /** We take it on. */
    ACCEPTED,
    /** We do not. */
    DECLINED;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
