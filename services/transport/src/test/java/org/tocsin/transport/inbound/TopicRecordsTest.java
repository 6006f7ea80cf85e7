/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.testing.Examples;

class TopicRecordsTest {

    private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
    private static final DirectoryEntry FIRST = Examples.entry("kz");
    private static final DirectoryEntry SECOND = FIRST.next(FIRST.keys(), MemberStatus.ACTIVE);

    private final TopicRecords records = new TopicRecords();

    @Test
    void oldEntryBeforeANewerOneIsHistoryHoweverOftenTheTopicIsRead() {
        for (int reading = 0; reading < 2; reading++) {
            records.begin();
            List.of(FIRST, SECOND, SECOND).forEach(entry -> records.found(entry, AT));
            records.ended(Directory.EMPTY.with(SECOND));
        }

        assertThat(records.rollbacks()).isZero();
        assertThat(records.of(FIRST.member()).entry()).isEqualTo(2);
    }

    @Test
    void lowerEntryBehindAHigherOneIsTold() {
        records.found(SECOND, AT);
        records.found(FIRST, AT.plusSeconds(1));

        assertThat(records.rollbacks()).isEqualTo(1);
        assertThat(records.of(FIRST.member())).isEqualTo(new TopicRecords.Last(2, AT));
    }

    @Test
    void topicThatEndsBelowWhatIsRememberedIsToldOnce() {
        records.found(FIRST, AT);
        records.ended(Directory.EMPTY.with(SECOND));
        records.ended(Directory.EMPTY.with(SECOND));

        assertThat(records.rollbacks()).isEqualTo(1);
    }

    @Test
    void topicMadeAnewHoldsNothingAndTurnsNothingBack() {
        records.found(SECOND, AT);
        records.forget();
        records.ended(Directory.EMPTY.with(SECOND));
        records.found(SECOND, AT.plusSeconds(1));

        assertThat(records.rollbacks()).isZero();
        assertThat(records.of(FIRST.member()).at()).isEqualTo(AT.plusSeconds(1));
    }
}
