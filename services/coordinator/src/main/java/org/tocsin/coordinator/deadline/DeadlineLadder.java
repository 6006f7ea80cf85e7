/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.tocsin.protocol.message.NoticeKind;

/** The levels of a deadline that is not met, and when each falls due: at half of the time, at its end, at twice it. */
enum DeadlineLadder {
    REMINDER(NoticeKind.REMINDER) {
        @Override
        Duration after(Duration within) {
            return within.dividedBy(2);
        }
    },
    OVERDUE(NoticeKind.OVERDUE) {
        @Override
        Duration after(Duration within) {
            return within;
        }
    },
    ESCALATED(NoticeKind.ESCALATED) {
        @Override
        Duration after(Duration within) {
            return within.multipliedBy(2);
        }
    };

    private final NoticeKind notice;

    DeadlineLadder(NoticeKind notice) {
        this.notice = notice;
    }

    abstract Duration after(Duration within);

    /** When this level of the deadline falls due. */
    Instant of(Deadline deadline) {
        return deadline.appendedAt().plus(after(deadline.within()));
    }

    /** The level's number, from 1. */
    int level() {
        return notice.level();
    }

    /** When the level after a passed one falls due; level 0 is before the first. Empty after the last. */
    static Optional<Instant> nextDue(Deadline deadline, int passed) {
        return passed >= ESCALATED.level() ? Optional.empty() : Optional.of(values()[passed].of(deadline));
    }

    /** The highest level above the passed one that had fallen due by then: levels missed together collapse into it. */
    static Optional<DeadlineLadder> highestDue(Deadline deadline, int passed, Instant by) {
        DeadlineLadder highest = null;
        for (DeadlineLadder step : values()) {
            if (step.level() > passed && !step.of(deadline).isAfter(by)) {
                highest = step;
            }
        }
        return Optional.ofNullable(highest);
    }
}
