/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.time.Duration;
import java.time.Instant;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;

/**
 * What one member owes for one revision: an answer within a duration from the revision's first append, the broker's time.
 * Nothing is asked after {@code expires}.
 */
public record Deadline(
        AlertId alert, int revision, Member member, Lane lane, Instant appendedAt, Duration within, Instant expires) {

    /** The moment the answer is due. */
    public Instant acknowledgeBy() {
        return DeadlineLadder.OVERDUE.of(this);
    }

    /** The first moment at which somebody may have to be told. */
    public Instant firstDue() {
        return DeadlineLadder.REMINDER.of(this);
    }
}
