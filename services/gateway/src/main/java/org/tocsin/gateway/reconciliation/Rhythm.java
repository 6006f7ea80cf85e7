/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import java.time.Duration;

/**
 * How often each other member is asked, and how much of the newest is left out of a comparison since it may still be on
 * its way.
 */
public record Rhythm(Duration interval, Duration lag) {

    private static final int SOONER = 10;
    private static final Duration MOST = Duration.ofDays(1);

    /** Refuses what would ask without a pause or compare the future. */
    public Rhythm {
        if (interval.compareTo(Duration.ofSeconds(SOONER)) < 0 || lag.isNegative() || lag.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "the interval of reconciliation is 10 s at least, its lag a day at most");
        }
    }

    /** When to compare again after a difference was found and the rest was sent. */
    Duration soon() {
        return interval.dividedBy(SOONER);
    }
}
