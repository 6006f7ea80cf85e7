/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tocsin.transport.Partition;
import org.tocsin.transport.outbound.BrokerClock;

/** Up to which moment everything was heard. */
class CatchUpTest {

    private static final Partition UZ = new Partition("tocsin.outbox.uz.urgent", 0);
    private static final Partition KZ = new Partition("tocsin.outbox.kz.urgent", 0);

    private final CatchUp catchUp = new CatchUp();

    @Test
    void nothingIsHeardBeforeTheFirstReading() {
        assertThat(catchUp.heardUntil(Set.of(UZ))).isNull();
    }

    @Test
    void aReadingCountsOnceItsEndIsPassed() {
        read(10, Map.of(UZ, end("a", 5)), Map.of(UZ, 4L));
        assertThat(catchUp.heardUntil(Set.of(UZ))).isNull();

        read(20, Map.of(UZ, end("a", 9)), Map.of(UZ, 5L));

        assertThat(catchUp.heardUntil(Set.of(UZ))).isEqualTo(at(10));
    }

    @Test
    void underASteadyStreamTheKeptReadingIsPassedAndTheNextTaken() {
        read(10, Map.of(UZ, end("a", 5)), Map.of(UZ, 4L));
        read(20, Map.of(UZ, end("a", 9)), Map.of(UZ, 6L));
        read(30, Map.of(UZ, end("a", 13)), Map.of(UZ, 10L));

        assertThat(catchUp.heardUntil(Set.of(UZ))).isEqualTo(at(20));
    }

    @Test
    void theSlowestPartitionDecides() {
        read(10, Map.of(UZ, end("a", 5), KZ, end("b", 5)), Map.of(UZ, 5L, KZ, 5L));
        read(20, Map.of(UZ, end("a", 9), KZ, end("b", 6)), Map.of(UZ, 5L, KZ, 6L));

        assertThat(catchUp.heardUntil(Set.of(UZ, KZ))).isEqualTo(at(10));
        assertThat(catchUp.heardUntil(Set.of(KZ))).isEqualTo(at(20));
    }

    @Test
    void whatDoesNotExistOrIsEmptyHoldsNobodyBack() {
        read(10, Map.of(KZ, end("b", 0)), Map.of());

        assertThat(catchUp.heardUntil(Set.of(UZ, KZ))).isEqualTo(at(10));
    }

    @Test
    void aPartitionThatHoldsRecordsAndWasNeverOpenedHoldsBack() {
        read(10, Map.of(UZ, end("a", 1)), Map.of());

        assertThat(catchUp.heardUntil(Set.of(UZ))).isNull();
    }

    @Test
    void aRecreatedTopicIsWaitedForAnew() {
        read(10, Map.of(UZ, end("a", 500)), Map.of(UZ, 4L));
        read(20, Map.of(UZ, end("new", 2)), Map.of(UZ, 1L));
        assertThat(catchUp.heardUntil(Set.of(UZ))).isNull();

        read(30, Map.of(UZ, end("new", 3)), Map.of(UZ, 2L));

        assertThat(catchUp.heardUntil(Set.of(UZ))).isEqualTo(at(20));
    }

    @Test
    void whatIsNoLongerAskedAboutIsForgotten() {
        read(10, Map.of(UZ, end("a", 0)), Map.of());

        catchUp.keepOnly(Set.of(KZ));

        assertThat(catchUp.heardUntil(Set.of(UZ))).isNull();
    }

    private void read(int second, Map<Partition, BrokerClock.End> ends, Map<Partition, Long> positions) {
        catchUp.advance(Set.of(UZ, KZ), new BrokerClock.Reading(at(second), ends), new HashMap<>(positions));
    }

    private static BrokerClock.End end(String topicId, long offset) {
        return new BrokerClock.End(topicId, offset);
    }

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }
}
