/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import java.time.Duration;

/**
 * How fast an alert must be answered, after ACP 121. It is about speed, not importance or secrecy, and is fixed for the
 * alert's life.
 */
public enum Precedence {
    /** As fast as possible; answered within 10 minutes. */
    FLASH(Lane.URGENT, Duration.ofMinutes(10)),
    /** Answered within 30 minutes. */
    IMMEDIATE(Lane.URGENT, Duration.ofMinutes(30)),
    /** Answered within 3 hours. */
    PRIORITY(Lane.ROUTINE, Duration.ofHours(3)),
    /** Answered within 6 hours. */
    ROUTINE(Lane.ROUTINE, Duration.ofHours(6));

    private static final int EXPIRY_FACTOR = 48;

    private final Lane lane;
    private final Duration ladder;

    Precedence(Lane lane, Duration ladder) {
        this.lane = lane;
        this.ladder = ladder;
    }

    /** The lane that everything about an alert of this precedence travels in. */
    public Lane lane() {
        return lane;
    }

    /** The time an <em>action</em> addressee has by default; <em>info</em> addressees have twice that. */
    public Duration ladder() {
        return ladder;
    }

    /** How long an alert lives when its draft names no {@code expires}. */
    public Duration defaultLife() {
        return ladder.multipliedBy(EXPIRY_FACTOR);
    }
}
