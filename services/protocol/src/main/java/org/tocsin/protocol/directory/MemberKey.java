/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key a member signs with. {@code kid} is {@code <member>/sign/<RFC 7638 thumbprint>}; {@code x} is the Ed25519 public
 * key (RFC 8037, base64url), or with {@code y} the coordinates of a P-256 one (RFC 7518 section 6.2.1). What was appended
 * before {@code revokedAt} stays valid; {@code reason} says why, in a few words.
 */
public record MemberKey(
        String kid,
        String alg,
        String x,
        @Nullable String y,
        Instant validFrom,
        Instant validUntil,
        @Nullable Instant revokedAt,
        @Nullable String reason) {

    /** Checks the compulsory words. */
    public MemberKey {
        Objects.requireNonNull(kid, "kid");
        Objects.requireNonNull(alg, "alg");
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(validFrom, "validFrom");
        Objects.requireNonNull(validUntil, "validUntil");
    }

    /** Says whether a message appended at that time may be signed by this key. */
    public boolean isValidAt(Instant time) {
        return !time.isBefore(validFrom)
                && time.isBefore(validUntil)
                && (revokedAt == null || time.isBefore(revokedAt));
    }

    /** The same key, revoked at that time. */
    public MemberKey revoked(Instant at, @Nullable String why) {
        return new MemberKey(kid, alg, x, y, validFrom, validUntil, at, why);
    }

    /** The same key, valid until that time. */
    public MemberKey until(Instant end) {
        return new MemberKey(kid, alg, x, y, validFrom, end, revokedAt, reason);
    }
}
