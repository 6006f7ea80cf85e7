/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.AnswerId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.AnswerKind;
import org.tocsin.protocol.message.Assessment;
import org.tocsin.protocol.message.By;
import org.tocsin.protocol.message.Outcome;
import org.tocsin.protocol.signing.SignedMessage;

/**
 * An answer as lists and streams show it. {@code issued} is its author's clock, {@code appendedAt} the broker's, absent
 * at the author itself.
 */
public record AnswerItem(
        AnswerId id,
        AlertId alert,
        int revision,
        Direction direction,
        Member member,
        AnswerKind kind,
        @Nullable Outcome outcome,
        @Nullable Assessment assessment,
        @Nullable String note,
        By by,
        Instant issued,
        @Nullable Instant appendedAt,
        Instant at,
        Digest digest) {

    /** An answer this member gives. */
    public static AnswerItem sent(Answer answer, SignedMessage signed, Instant at) {
        return of(answer, signed, Direction.SENT, null, at);
    }

    /** An answer this member was given. */
    public static AnswerItem received(Answer answer, SignedMessage signed, Instant appendedAt, Instant at) {
        return of(answer, signed, Direction.RECEIVED, appendedAt, at);
    }

    private static AnswerItem of(
            Answer answer, SignedMessage signed, Direction direction, @Nullable Instant appendedAt, Instant at) {
        return new AnswerItem(
                answer.answer(),
                answer.alert(),
                answer.revision(),
                direction,
                answer.member(),
                answer.kind(),
                answer.outcome(),
                answer.assessment(),
                answer.note(),
                answer.by(),
                answer.issued(),
                appendedAt,
                at,
                signed.digest());
    }

    /** When it counts as given: the broker's time where known. */
    public Instant answeredAt() {
        return appendedAt == null ? issued : appendedAt;
    }

    /** The event that this answer is. */
    public Event toEvent(java.util.List<Member> audience) {
        return new Event(
                Event.keyOf(id),
                EventKind.ANSWER,
                direction,
                alert,
                revision,
                audience,
                digest,
                at,
                Event.json(this),
                null);
    }
}
