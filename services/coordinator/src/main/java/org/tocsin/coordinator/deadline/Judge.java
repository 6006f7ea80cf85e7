/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.directory.Directory;

/**
 * Judges deadlines. Pure: the one moment it knows is that up to which everything was heard from the member and from the
 * alert's origin. Of what fell due it names only what did so a margin before: with several brokers each stamps by its own
 * clock.
 */
record Judge(Directory directory) {

    /** How far the brokers' clocks may differ. */
    static final Duration MARGIN = Duration.ofSeconds(2);

    /** Judges by how the deadline stands, read after that moment; null while that moment is not known. */
    Verdict judge(Standing standing, @Nullable Instant heardUntil) {
        if (standing.answered()) {
            return unchanged(standing, Verdict.Reason.ANSWERED);
        }
        if (standing.cancelled()) {
            return unchanged(standing, Verdict.Reason.CANCELLED);
        }
        if (standing.superseded()) {
            return unchanged(standing, Verdict.Reason.SUPERSEDED);
        }
        if (heardUntil == null) {
            return unchanged(standing, Verdict.Reason.NOT_CAUGHT_UP);
        }
        if (!standing.deadline().expires().isAfter(heardUntil)) {
            return unchanged(standing, Verdict.Reason.EXPIRED);
        }
        return judgeLevel(standing, heardUntil.minus(MARGIN));
    }

    private Verdict judgeLevel(Standing standing, Instant by) {
        Optional<DeadlineLadder> due = DeadlineLadder.highestDue(standing.deadline(), standing.level(), by);
        if (due.isEmpty()) {
            return unchanged(standing, Verdict.Reason.NOT_DUE);
        }
        boolean isActive = directory.isAddressable(standing.deadline().member());
        return new Verdict(
                isActive ? Verdict.Reason.LATE : Verdict.Reason.MEMBER_NOT_ACTIVE,
                due.get().level());
    }

    private static Verdict unchanged(Standing standing, Verdict.Reason reason) {
        return new Verdict(reason, standing.level());
    }
}
