/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How much of a flood is listed. */
class AllowanceTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final Allowance allowance = new Allowance();

    private long taken(Instant at, int wanted) {
        return IntStream.range(0, wanted).filter(i -> allowance.take(at)).count();
    }

    @Test
    void aThousandAtOnceAndThenOneASecond() {
        assertThat(taken(NOON, 5_000)).isEqualTo(1_000);
        assertThat(taken(NOON.plusMillis(999), 10)).isZero();
        assertThat(taken(NOON.plusSeconds(7), 100)).isEqualTo(7);
    }

    @Test
    void quietRestoresNoMoreThanWasThere() {
        taken(NOON, 5_000);

        assertThat(taken(NOON.plusSeconds(86_400), 5_000)).isEqualTo(1_000);
    }

    @Test
    void clockThatGoesBackGivesNothing() {
        taken(NOON, 5_000);

        assertThat(taken(NOON.minusSeconds(60), 10)).isZero();
    }
}
