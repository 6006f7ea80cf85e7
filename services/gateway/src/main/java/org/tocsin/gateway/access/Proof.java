/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * By what a caller was known: {@code key} is the SHA-256 of what was presented, {@code signedInAt} when the person last
 * proved who it is (null where nothing says so), {@code until} when the proof ends by itself.
 */
public record Proof(Kind kind, String key, @Nullable Instant signedInAt, Instant until) {

    /** What was presented. */
    public enum Kind {
        /** A bearer token of this gateway. */
        TOKEN,
        /** The cookie of a session. */
        SESSION,
        /** A bearer token that an identity provider has signed. */
        ISSUED
    }

    /** A bearer token of this gateway, by its hash. */
    static Proof token(String hash, Instant until) {
        return new Proof(Kind.TOKEN, hash, null, until);
    }
}
