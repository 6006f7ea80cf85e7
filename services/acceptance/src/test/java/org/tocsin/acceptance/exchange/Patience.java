/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long scenarios wait for what must happen: long, since they wait by condition and machines may be busy. */
public final class Patience {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Patience() {}

    /** Waiting for something with a name. */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(BETWEEN_LOOKS);
    }

    /** Waits until so many are there, however long it takes, as long as more come. */
    public static void awaitAll(String what, long many, LongSupplier count) {
        for (long there = count.getAsLong(); there < many; there = count.getAsLong()) {
            long before = there;
            await("more of " + what + " than " + before + " of " + many).until(() -> count.getAsLong() > before);
        }
    }
}
