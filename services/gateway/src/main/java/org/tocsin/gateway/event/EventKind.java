/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import com.fasterxml.jackson.annotation.JsonValue;
import org.tocsin.protocol.message.Token;

/** What happened. */
public enum EventKind implements Token {
    /** A revision was sent or received. */
    ALERT,
    /** An answer was sent or received. */
    ANSWER,
    /** A message arrived at, or was displayed by, a member. */
    RECEIPT,
    /** The coordinator said something. */
    NOTICE,
    /** The release rule stopped something of this member's. */
    REFUSAL,
    /** A draft waits for a second person, or waits no more without having been sent. */
    PENDING,
    /** What an alert said was deleted here. Readers are shown the alert once more, without content. */
    DELETION;

    /** The {@code event} name on the live stream. */
    public String streamName() {
        return (this == DELETION ? ALERT : this).token();
    }

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
