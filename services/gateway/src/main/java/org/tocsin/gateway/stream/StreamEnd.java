/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import org.tocsin.protocol.message.Token;

/** Why a live stream ended. */
enum StreamEnd implements Token {
    /** Its reader went away. */
    CLIENT_GONE,
    /** Its reader took nothing while much happened. */
    TOO_SLOW,
    /** The database was asked for too many pages at once. */
    OVERLOADED,
    /** A page could not be read. */
    FAILED,
    /** Its token no longer counts. */
    REVOKED,
    /** The gateway stops. */
    SHUTDOWN;

    @Override
    public String token() {
        return Token.kebab(this);
    }
}
