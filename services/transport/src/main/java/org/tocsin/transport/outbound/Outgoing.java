/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.outbound;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.tocsin.protocol.Member;
import org.tocsin.transport.Headers;

/** One record to send: signed bytes as they are, with headers that are always made fresh. */
public record Outgoing(String topic, String key, byte[] value, List<Header> headers) {

    /** A record without headers. */
    public Outgoing(String topic, String key, byte[] value) {
        this(topic, key, value, List.of());
    }

    /** The same record, meant for the named members of the audience only. */
    public Outgoing onlyFor(List<Member> members) {
        String list = String.join(",", members.stream().map(Member::code).toList());
        return with(header(Headers.ONLY, list));
    }

    /** The same record, with what only its author can open. */
    public Outgoing claiming(byte[] sealed) {
        return with(new RecordHeader(Headers.CLAIM, sealed));
    }

    /** The same record, telling when the broker appended the original, in epoch milliseconds. */
    public Outgoing appendedAt(long epochMillis) {
        return with(header(Headers.APPENDED, Long.toString(epochMillis)));
    }

    private Outgoing with(Header further) {
        return new Outgoing(
                topic,
                key,
                value,
                Stream.concat(headers.stream(), Stream.of(further)).toList());
    }

    ProducerRecord<byte[], byte[]> toRecord() {
        return new ProducerRecord<>(topic, null, null, key.getBytes(StandardCharsets.UTF_8), value, headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.US_ASCII));
    }
}
