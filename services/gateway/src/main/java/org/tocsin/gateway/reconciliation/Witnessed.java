/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.AuditHead;
import org.tocsin.protocol.message.Token;

/**
 * The head of another member's audit as this member holds it: the {@code number} and {@code hash} it told last, when it
 * said so by its own clock, and what was last found wrong with it. Pure.
 */
public record Witnessed(
        long number,
        Digest hash,
        Instant toldAt,
        @Nullable Warning warning,
        @Nullable Instant warnedAt) {

    // Two replicas of a member need not agree to the second whose word came first.
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** What is wrong with an audit: whoever sees it asks its member why. */
    public enum Warning implements Token {
        /** It is shorter than it was: restored from a backup, or cut. */
        WENT_BACK,
        /** It is another one than it was. */
        REWRITTEN;

        @JsonValue
        @Override
        public String token() {
            return Token.kebab(this);
        }
    }

    static Witnessed first(AuditHead told, Instant toldAt) {
        return new Witnessed(told.number(), told.hash(), toldAt, null, null);
    }

    /** What is held after the member told that at that time of its clock; empty when that is no news. */
    Optional<Witnessed> after(AuditHead told, Instant at, Instant now) {
        boolean isOlder = told.number() < number && !at.isAfter(toldAt.plus(TOLERANCE));
        boolean isSame = told.number() == number && told.hash().equals(hash);
        if (isOlder || isSame) {
            return Optional.empty();
        }
        Warning found = found(told);
        return Optional.of(new Witnessed(
                told.number(), told.hash(), at, found == null ? warning : found, found == null ? warnedAt : now));
    }

    private @Nullable Warning found(AuditHead told) {
        if (told.number() < number) {
            return Warning.WENT_BACK;
        }
        boolean follows = told.number() > number + 1 || hash.equals(told.previous());
        return told.number() > number && follows ? null : Warning.REWRITTEN;
    }
}
