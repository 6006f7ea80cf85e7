/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** What an acknowledgement says about the member's own exposure; it may change over time. */
public enum Assessment implements Token {
    /** We are affected. */
    AFFECTED,
    /** We are not. */
    NOT_AFFECTED,
    /** We do not know yet. */
    UNDER_INVESTIGATION;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
