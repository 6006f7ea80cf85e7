/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepublicationTest {

    private static final Instant PUBLISHED = Instant.parse("2026-11-24T10:00:00Z");
    private static final byte[] HELD = {1};
    private static final byte[] OTHER = {2};

    @Test
    void firstAndHigherEntriesArePublished() {
        assertThat(Republication.of(1, OTHER, PUBLISHED, null)).isEqualTo(Republication.PUBLISH);
        assertThat(judged(6, OTHER, PUBLISHED)).isEqualTo(Republication.PUBLISH);
    }

    @Test
    void sameRecordAgainIsKnown() {
        assertThat(judged(5, HELD.clone(), PUBLISHED.plusSeconds(60))).isEqualTo(Republication.KNOWN);
    }

    @Test
    void sameEntryWithOtherBytesIsRefusedWheneverItCame() {
        assertThat(judged(5, OTHER, PUBLISHED.minusSeconds(60))).isEqualTo(Republication.REFUSE);
    }

    @Test
    void lowerEntryIsHistoryWhenItCameBeforeAndRefusedWhenItComesAfter() {
        assertThat(judged(4, OTHER, PUBLISHED.minusMillis(1))).isEqualTo(Republication.KNOWN);
        assertThat(judged(4, OTHER, PUBLISHED)).isEqualTo(Republication.REFUSE);
        assertThat(Republication.of(4, OTHER, PUBLISHED, new Republication.Held(5, HELD, null)))
                .isEqualTo(Republication.REFUSE);
    }

    private static Republication judged(int entry, byte[] jws, Instant appendedAt) {
        return Republication.of(entry, jws, appendedAt, new Republication.Held(5, HELD, PUBLISHED));
    }
}
