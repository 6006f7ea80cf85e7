/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.outbound.Outgoing;

class HeadersTest {

    private static final Member UZ = new Member("uz");
    private static final Instant APPENDED_HERE = Instant.ofEpochMilli(5_000);

    @Test
    void appendTimeOfTheOriginalCountsInAnInbox() {
        assertThat(Headers.appendedAt(inbox(Headers.APPENDED, "1234"))).isEqualTo(Instant.ofEpochMilli(1_234));
    }

    @Test
    void appendTimeInAnOutboxIsTheBrokersWhateverItsOwnerSays() {
        assertThat(Headers.appendedAt(outbox(Headers.APPENDED, "1234"))).isEqualTo(APPENDED_HERE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "tomorrow", "0x10", "99999999999999", "999999999999999", "１２"})
    void malformedAppendTimeCountsAsAbsent(String value) {
        assertThat(Headers.appendedAt(inbox(Headers.APPENDED, value))).isEqualTo(APPENDED_HERE);
    }

    @Test
    void headerWithoutValueCountsAsAbsent() {
        assertThat(Headers.appendedAt(
                        record(Topics.inbox(UZ, Lane.URGENT), new RecordHeader(Headers.APPENDED, (byte[]) null))))
                .isEqualTo(APPENDED_HERE);
    }

    @Test
    void membersAMessageIsMeantForAreRead() {
        assertThat(Headers.only(outbox(Headers.ONLY, "uz,kg"))).containsExactly(UZ, new Member("kg"));
    }

    @Test
    void whatIsNoMemberInTheListIsLeftOut() {
        assertThat(Headers.only(outbox(Headers.ONLY, "uz,,KG, tj,'--"))).containsExactly(UZ);
        assertThat(Headers.only(outbox("other", "uz"))).isEmpty();
    }

    @Test
    void outgoingRecordsCarryWhatHeadersRead() {
        Outgoing narrowed = new Outgoing("t", "k", new byte[0]).onlyFor(List.of(UZ, new Member("kg")));
        Outgoing relayed = new Outgoing("t", "k", new byte[0]).appendedAt(1_234);

        assertThat(Headers.only(record("t", narrowed.headers().get(0)))).containsExactly(UZ, new Member("kg"));
        assertThat(Headers.appendedAt(
                        record(Topics.inbox(UZ, Lane.URGENT), relayed.headers().get(0))))
                .isEqualTo(Instant.ofEpochMilli(1_234));
    }

    @Test
    void whatASenderSealedForItselfStandsBesideWhomTheRecordIsFor() {
        byte[] sealed = {3, -1, 0};

        Outgoing swept = new Outgoing("t", "k", new byte[0]).claiming(sealed).onlyFor(List.of(UZ));

        assertThat(swept.headers()).hasSize(2);
        assertThat(Headers.claim(record("t", swept.headers().get(0)))).contains(sealed);
        assertThat(Headers.only(record("t", swept.headers().get(1)))).containsExactly(UZ);
        assertThat(Headers.claim(outbox(Headers.ONLY, "uz"))).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> inbox(String name, String value) {
        return record(Topics.inbox(UZ, Lane.URGENT), header(name, value));
    }

    private static ConsumerRecord<byte[], byte[]> outbox(String name, String value) {
        return record(Topics.outbox(UZ, Lane.URGENT), header(name, value));
    }

    private static RecordHeader header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, org.apache.kafka.common.header.Header header) {
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                APPENDED_HERE.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders().add(header),
                Optional.empty());
    }
}
