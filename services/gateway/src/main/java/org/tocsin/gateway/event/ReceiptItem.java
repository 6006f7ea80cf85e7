/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.AnswerId;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Stage;

/** The fact that a member has reached a stage with a revision, or received an answer; {@code at} is its own clock. */
public record ReceiptItem(
        AlertId alert, int revision, @Nullable AnswerId answer, Member member, Stage stage, Instant at) {

    /** The event that this receipt is, committed here at that time. */
    public Event toEvent(Instant committedAt) {
        Object what = answer == null ? alert : answer;
        return new Event(
                Event.keyOf(member, what, revision, stage),
                EventKind.RECEIPT,
                null,
                alert,
                revision,
                List.of(member),
                null,
                committedAt,
                Event.json(this),
                null);
    }
}
