/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Token;

/** How this member and another stand: what was sent to it, and what was received from it. */
public record Link(
        Member member, Side sent, Side received, @Nullable Witnessed audit) {

    /** A link on which nothing was compared yet. */
    public static Link fresh(Member member) {
        return new Link(member, Side.FRESH, Side.FRESH, null);
    }

    /** The same link with what is held of the member's audit. */
    public Link with(@Nullable Witnessed held) {
        return new Link(member, sent, received, held);
    }

    /** What is known of one direction, in one word. */
    public enum State implements Token {
        /** Nothing was compared yet. */
        NOT_COMPARED,
        /** Both sides hold the same. */
        IN_STEP,
        /** Something that was sent is not held by its receiver. */
        MISSING,
        /** Nothing is missing, but the receiver holds what the sender does not know. */
        UNKNOWN;

        @JsonValue
        @Override
        public String token() {
            return Token.kebab(this);
        }
    }

    /**
     * One direction: in step since the first comparison that found it so, or {@code missing} and {@code unknown} at the
     * last one. {@code askedAt} is when this member last asked: for a comparison, or for what it misses.
     */
    public record Side(
            State state,
            @Nullable Instant inStepSince,
            @Nullable Instant comparedAt,
            @Nullable Integer missing,
            @Nullable Integer unknown,
            @Nullable Instant askedAt) {

        static final Side FRESH = new Side(State.NOT_COMPARED, null, null, null, null, null);

        static Side of(
                @Nullable Instant inStepSince,
                @Nullable Instant comparedAt,
                int missing,
                int unknown,
                @Nullable Instant askedAt) {
            State state = state(comparedAt, missing, unknown);
            return new Side(
                    state,
                    inStepSince,
                    comparedAt,
                    missing > 0 ? missing : null,
                    unknown > 0 ? unknown : null,
                    askedAt);
        }

        private static State state(@Nullable Instant comparedAt, int missing, int unknown) {
            if (comparedAt == null) {
                return State.NOT_COMPARED;
            }
            if (missing > 0) {
                return State.MISSING;
            }
            return unknown > 0 ? State.UNKNOWN : State.IN_STEP;
        }
    }
}
