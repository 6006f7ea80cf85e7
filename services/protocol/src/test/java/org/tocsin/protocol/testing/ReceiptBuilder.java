/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Receipt;
import org.tocsin.protocol.signing.SignedMessage;

/** Builds sample receipts for messages as the sample keys sign them. */
public final class ReceiptBuilder {

    private final Member member;
    private final Member to;
    private final List<Receipt.Cover> covers = new ArrayList<>();
    private Instant receivedAt = Examples.ISSUED.plusSeconds(1);
    private @Nullable Instant displayedAt;

    ReceiptBuilder(Member member, Member to) {
        this.member = member;
        this.to = to;
    }

    /** When the messages covered after this arrived. */
    public ReceiptBuilder received(Instant time) {
        this.receivedAt = time;
        return this;
    }

    /** When a person was shown the messages covered after this. */
    public ReceiptBuilder displayed(@Nullable Instant time) {
        this.displayedAt = time;
        return this;
    }

    /** Covers a revision. */
    public ReceiptBuilder covering(Alert alert) {
        return covering(new Receipt.Cover(
                alert.header().alert(),
                alert.header().revision(),
                null,
                Examples.signed(alert).digest(),
                receivedAt,
                displayedAt));
    }

    /** Covers an answer. */
    public ReceiptBuilder covering(Answer answer) {
        return covering(new Receipt.Cover(
                answer.alert(),
                answer.revision(),
                answer.answer(),
                Examples.signed(answer).digest(),
                receivedAt,
                displayedAt));
    }

    /** Covers whatever the line says. */
    public ReceiptBuilder covering(Receipt.Cover cover) {
        covers.add(cover);
        return this;
    }

    /** The receipt. */
    public Receipt build() {
        return new Receipt(Message.VERSION, member, to, covers);
    }

    /** The receipt signed by its member's sample key. */
    public SignedMessage sign() {
        return Examples.signed(build());
    }
}
