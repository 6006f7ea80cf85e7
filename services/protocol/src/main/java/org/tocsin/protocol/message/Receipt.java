/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.AnswerId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;

/**
 * A gateway's proof that messages of one sender arrived: {@code member} received from {@code to} what {@code covers}
 * lists. Sent by itself, never repeated by itself.
 */
public record Receipt(int v, Member member, Member to, List<Cover> covers) implements Message {

    /** The most covers one receipt carries. */
    public static final int MAX_COVERS = 200;

    /** Refuses a receipt that covers nothing or too much. */
    public Receipt {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(to, "to");
        covers = List.copyOf(covers);
        if (covers.isEmpty() || covers.size() > MAX_COVERS) {
            throw new IllegalArgumentException("a receipt covers 1 to 200 messages");
        }
    }

    @Override
    public MessageType type() {
        return MessageType.RECEIPT;
    }

    @Override
    public Member author() {
        return member;
    }

    /**
     * One message that arrived: a revision of {@code alert}, or the {@code answer} to it when that is given. Times are
     * the receiver's own; {@code displayedAt} is given once a person was shown it.
     */
    public record Cover(
            AlertId alert,
            int revision,
            @Nullable AnswerId answer,
            Digest digest,
            Instant receivedAt,
            @Nullable Instant displayedAt) {

        /** Checks the compulsory words. */
        public Cover {
            Objects.requireNonNull(alert, "alert");
            Objects.requireNonNull(digest, "digest");
            Objects.requireNonNull(receivedAt, "receivedAt");
        }
    }
}
