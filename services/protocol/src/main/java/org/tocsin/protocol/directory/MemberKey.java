/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key a member signs with. {@code kid} is {@code <member>/sign/<RFC 7638 thumbprint>}, {@code x} the Ed25519 public
 * key (RFC 8037, base64url). What was appended before {@code revokedAt} stays valid.
 */
public record MemberKey(
        String kid,
        String alg,
        String x,
        Instant validFrom,
        Instant validUntil,
        @Nullable Instant revokedAt) {

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
}
