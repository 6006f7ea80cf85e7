/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.inbound.BatchHandler;
import org.tocsin.transport.inbound.Positions;
import org.tocsin.transport.inbound.VerifiedListener;

/** A member unlike any other, with an outbox topic of its own to speak into, and listeners to it. */
public final class Voice {

    /** Settings of clients of the tests' broker. */
    public static final KafkaSettings KAFKA = new KafkaSettings("test", RealParts.bootstrapServers());

    private static final Map<String, String> BROKER_TIME = Map.of("message.timestamp.type", "LogAppendTime");
    private static final KafkaProducer<byte[], byte[]> PRODUCER = new KafkaProducer<>(KAFKA.producer());
    private static final Admin ADMIN = Admin.create(KAFKA.admin());

    private final String code = "m" + RealParts.uniqueSuffix();
    private final String topic = Topics.outbox(Examples.member(code), Lane.ROUTINE);
    private final int partitions;

    private Voice(int partitions) {
        this.partitions = partitions;
        createTopic();
    }

    /** A member whose outbox lane has that many partitions. */
    public static Voice withPartitions(int partitions) {
        return new Voice(partitions);
    }

    /** Creates a topic of the exchange: the broker's clock stamps its records. */
    public static void createTopic(String name, int partitions) {
        RealParts.createTopic(name, partitions, BROKER_TIME);
    }

    /** An administrator of the broker. */
    public static Admin admin() {
        return ADMIN;
    }

    /** Its code. */
    public String code() {
        return code;
    }

    /** Its outbox lane. */
    public String topic() {
        return topic;
    }

    /** The sample directory with this member in it. */
    public Directory directory() {
        return Examples.directory().with(Examples.entry(code));
    }

    /** An alert by this member. */
    public Alert alert(String headline) {
        return Examples.alert().from(code).to("uz").headline(headline).build();
    }

    /** Says each headline in an alert of its own, one after the other. */
    public void says(String... headlines) {
        Stream.of(headlines).map(this::alert).forEach(this::says);
    }

    /** Says an alert as it should be said. */
    public RecordMetadata says(Alert alert) {
        return puts(alert.header().alert().toString(), Examples.signed(alert));
    }

    /** Puts a message under any key. */
    public RecordMetadata puts(String key, SignedMessage message) {
        return puts(topic, key, message.bytes(), List.of());
    }

    /** Puts any bytes under any key. */
    public RecordMetadata puts(@Nullable String key, byte @Nullable [] value) {
        return puts(topic, key, value, List.of());
    }

    /** Puts any record into any topic. */
    public static RecordMetadata puts(
            String topic, @Nullable String key, byte @Nullable [] value, List<Header> headers) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        try {
            return PRODUCER.send(new ProducerRecord<>(topic, null, null, keyBytes, value, headers))
                    .get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A listener to this member's outbox lane, not started; all such listeners are one group. */
    public VerifiedListener listener(Store store, BatchHandler handler) {
        return new VerifiedListener(
                KAFKA,
                new VerifiedListener.Subscription(group(), Pattern.compile(Pattern.quote(topic))),
                new Positions(store.database()),
                this::directory,
                handler);
    }

    /** The group of its listeners. */
    public String group() {
        return "listeners-" + code;
    }

    /** Deletes the topic and creates it anew, with another id. */
    public void recreateTopic() {
        RealParts.deleteTopic(topic);
        createTopic();
    }

    /** Deletes what lies before an offset, as retention does. */
    public void forgetBefore(int partition, long offset) {
        try {
            ADMIN.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void createTopic() {
        createTopic(topic, partitions);
    }

    /** Where a message of this member belongs. */
    public static String keyOf(Message message) {
        return message instanceof Alert alert
                ? alert.header().alert().toString()
                : message.author().code();
    }
}
