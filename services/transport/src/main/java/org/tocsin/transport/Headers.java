/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;

/**
 * The Kafka headers of the exchange. Unsigned, so they may narrow or inform and never widen; what is malformed counts as
 * absent.
 */
public final class Headers {

    /** The addressees an origin's sweep still misses; a comma-separated list. */
    public static final String ONLY = "tocsin-only";
    /** When the broker appended the original to its author's outbox; epoch milliseconds. */
    public static final String APPENDED = "tocsin-appended";
    /** What an author sealed for itself into the record of its own outbox; opaque to everybody else. */
    public static final String CLAIM = "tocsin-claim";

    private Headers() {}

    /** The members a record is meant for; empty when it is for its whole audience. */
    public static List<Member> only(ConsumerRecord<byte[], byte[]> record) {
        return text(record, ONLY)
                .map(list -> List.of(list.split(",")).stream()
                        .filter(Member::isCode)
                        .map(Member::new)
                        .toList())
                .orElse(List.of());
    }

    /**
     * When the original was appended to its author's outbox: the append of this very record, or in an inbox what the
     * coordinator's header says; a time after the year 2286 counts as malformed. In an outbox the header is ignored: its owner could date itself.
     */
    public static Instant appendedAt(ConsumerRecord<byte[], byte[]> record) {
        return text(record, APPENDED)
                .filter(millis -> Topics.isInbox(record.topic()))
                .filter(millis -> millis.matches("\\d{1,13}"))
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                .orElse(Instant.ofEpochMilli(record.timestamp()));
    }

    /** What the author of the record sealed for itself; empty when it sealed nothing. */
    public static Optional<byte[]> claim(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(CLAIM)).map(Header::value);
    }

    private static Optional<String> text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.US_ASCII));
    }
}
