/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much a key may take, and how much is kept of it. */
class BucketsTest {

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofHours(1).toNanos());
    private final Buckets buckets = new Buckets(2, Duration.ofSeconds(2), nanos::get);

    private int taken(String key, int times) {
        return (int) IntStream.range(0, times).filter(i -> buckets.take(key)).count();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aFullBucketGivesItsBurstAndThenItsRate() {
        assertThat(taken("a", 10)).isEqualTo(4);
        pass(Duration.ofSeconds(1));
        assertThat(taken("a", 10)).isEqualTo(2);
        pass(Duration.ofHours(10));
        assertThat(taken("a", 10)).isEqualTo(4);
    }

    @Test
    void whatWasRefusedCostsNothing() {
        taken("a", 1_000);

        pass(Duration.ofMillis(500));

        assertThat(taken("a", 10)).isEqualTo(1);
    }

    @Test
    void keysDoNotTakeFromEachOther() {
        taken("a", 10);

        assertThat(buckets.isEmpty("a")).isTrue();
        assertThat(buckets.isEmpty("b")).isFalse();
        assertThat(taken("b", 10)).isEqualTo(4);
    }

    @Test
    void lookingTakesNothing() {
        IntStream.range(0, 10).forEach(i -> buckets.isEmpty("a"));

        assertThat(taken("a", 10)).isEqualTo(4);
    }

    @Test
    void howeverManyKeysComeTheMemoryIsBounded() {
        IntStream.range(0, 200_000).forEach(i -> buckets.take("key" + i));

        assertThat(buckets.size()).isLessThanOrEqualTo(50_001);
    }
}
