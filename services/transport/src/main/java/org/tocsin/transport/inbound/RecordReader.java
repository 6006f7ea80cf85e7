/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.DirectoryRecord;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.transport.Headers;

/** Judges one Kafka record: genuine and readable, or to be quarantined with the reason. Does no I/O. */
final class RecordReader {

    private static final Logger log = LoggerFactory.getLogger(RecordReader.class);

    private final Supplier<Directory> directory;

    RecordReader(Supplier<Directory> directory) {
        this.directory = directory;
    }

    /** One of the two is present. */
    record Judged(@Nullable Inbound message, @Nullable Quarantined quarantined) {}

    Judged judge(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return quarantined(record, Refusal.MALFORMED_JWS, null);
        }
        try {
            return judge(record, SignedMessage.parse(value));
        } catch (MalformedJws malformed) {
            return quarantined(record, Refusal.MALFORMED_JWS, null);
        }
    }

    private Judged judge(ConsumerRecord<byte[], byte[]> record, SignedMessage signed) {
        // A record of the directory comes by one way only; anywhere else it is nothing to judge.
        if (signed.typ().equals(MessageType.DIRECTORY.typ()) && !Ownership.takesDirectoryRecords(record.topic())) {
            return quarantined(record, Refusal.TYPE_MISMATCH, signed.digest());
        }
        Instant appendedAt = Headers.appendedAt(record);
        Verification verdict = Verifier.verify(signed, directory.get(), appendedAt);
        if (verdict instanceof Verification.Refused refused) {
            return quarantined(record, refused.reason(), signed.digest());
        }
        Verification.Genuine genuine = (Verification.Genuine) verdict;
        try {
            return judge(record, genuine, MessageCodec.decode(genuine.type(), signed.payload()));
        } catch (Undecodable unreadable) {
            return quarantined(record, reason(unreadable), signed.digest());
        } catch (RuntimeException odd) {
            // A member can sign what no schema foresaw; thrown from here it would stop the lane for everybody.
            log.warn("A genuine record is of no form: {}", odd.getClass().getSimpleName());
            return quarantined(record, Refusal.WRONG_SCHEMA, signed.digest());
        }
    }

    private Judged judge(ConsumerRecord<byte[], byte[]> record, Verification.Genuine genuine, Message message) {
        Optional<Refusal> refusal = Ownership.check(record.topic(), genuine.author(), message);
        String key = key(record);
        if (refusal.isEmpty() && !keyOf(message).equals(key)) {
            refusal = Optional.of(Refusal.RECORD_KEY_MISMATCH);
        }
        if (refusal.isPresent()) {
            return quarantined(record, refusal.get(), genuine.message().digest());
        }
        return new Judged(
                new Inbound(
                        message,
                        genuine.message(),
                        genuine.author(),
                        Topics.lane(record.topic()).orElse(Lane.ROUTINE),
                        Headers.appendedAt(record),
                        Headers.only(record),
                        source(record, key)),
                null);
    }

    private static Inbound.Source source(ConsumerRecord<byte[], byte[]> record, String key) {
        byte[] claim = Headers.claim(record).orElse(null);
        return new Inbound.Source(record.topic(), record.partition(), record.offset(), key, claim);
    }

    private static Refusal reason(Undecodable unreadable) {
        return unreadable.reason() == Undecodable.Reason.UNKNOWN_VERSION ? Refusal.NEWER_VERSION : Refusal.WRONG_SCHEMA;
    }

    /** The record key of each kind of message (docs/protocol.md): the alert's identity, the member a record is about, else the author. */
    static String keyOf(Message message) {
        if (message instanceof Alert alert) {
            return alert.header().alert().toString();
        }
        if (message instanceof Answer answer) {
            return answer.alert().toString();
        }
        return message instanceof DirectoryRecord directory
                ? directory.entry().member().code()
                : message.author().code();
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    private static Judged quarantined(ConsumerRecord<byte[], byte[]> record, Refusal reason, @Nullable Digest digest) {
        return new Judged(
                null,
                new Quarantined(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        Headers.appendedAt(record),
                        reason,
                        digest,
                        record.key(),
                        record.value()));
    }
}
