/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.AnswerId;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;

/**
 * An addressee's word on one revision. Answers may be repeated: each is kept, the latest is shown, the first on a
 * material revision stops its clock. {@code audience} is frozen by the author.
 */
public record Answer(
        int v,
        Member member,
        UUID id,
        AlertId alert,
        int revision,
        AnswerKind kind,
        @Nullable Outcome outcome,
        @Nullable Assessment assessment,
        @Nullable String note,
        By by,
        List<Member> audience,
        Instant issued)
        implements Message {

    /** Checks the compulsory words. */
    public Answer {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(alert, "alert");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(issued, "issued");
        audience = List.copyOf(audience);
        if (revision < 1) {
            throw new IllegalArgumentException("revisions count from 1");
        }
    }

    /** The answer's identity. */
    public AnswerId answer() {
        return new AnswerId(member, id);
    }

    @Override
    public MessageType type() {
        return MessageType.ANSWER;
    }

    @Override
    public Member author() {
        return member;
    }
}
