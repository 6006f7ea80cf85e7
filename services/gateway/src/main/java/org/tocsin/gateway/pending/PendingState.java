/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import com.fasterxml.jackson.annotation.JsonValue;
import org.tocsin.protocol.message.Token;

/** Where a draft that needs a second person stands. */
enum PendingState implements Token {
    /** It waits. */
    PENDING_RELEASE,
    /** It was signed and sent. */
    RELEASED,
    /** Its author, or an officer, took it back. */
    WITHDRAWN,
    /** Nobody released it in time. */
    EXPIRED;

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
