/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.protocol.signing.SigningKey;

/** The exchange's topics as the broker's administrator sees them, who may also have come by a member's key. */
public final class Wire {

    private static final Map<String, String> LANE = Map.of("message.timestamp.type", "LogAppendTime");

    private final Administrator administrator;
    private final Path keys;

    Wire(Administrator administrator, Path keys) {
        this.administrator = administrator;
        this.keys = keys;
    }

    /** The broker's administrator. */
    Administrator administrator() {
        return administrator;
    }

    /** The payload signed as a message of the type with the member's own key. */
    public SignedMessage signed(String member, MessageType type, String payload) {
        try {
            return new Signer(key(member)).sign(type, payload.getBytes(UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    private SigningKey key(String member) throws IOException, GeneralSecurityException {
        char[] password = Files.readString(keys.resolve(member).resolve("signing.password"))
                .strip()
                .toCharArray();
        KeyStore store =
                KeyStore.getInstance(keys.resolve(member).resolve("signing.p12").toFile(), password);
        return SigningKey.of(new Member(member), store.getCertificate("signing").getPublicKey(), (PrivateKey)
                store.getKey("signing", password));
    }

    /** Appends a record. */
    public void put(String topic, String key, byte[] value) {
        put(topic, null, key, value, 1);
    }

    /** Appends a record so many times, to that partition or, for null, to the key's. */
    public void put(String topic, @Nullable Integer partition, String key, byte[] value, int times) {
        Map<String, Object> settings = administrator.with(Map.of("acks", "all"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            IntStream.range(0, times)
                    .forEach(any -> producer.send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value)));
            producer.flush();
        }
    }

    /** A reader of topics that gives what was appended since it was last asked; the first time from their beginning. */
    public Tap tap(List<String> topics) {
        return new Tap(administrator.with(Map.of("enable.auto.commit", "false")), topics);
    }

    /** All topics there are, the broker's own too. */
    public List<String> topics() {
        return administer(admin -> get(admin.listTopics(new ListTopicsOptions().listInternal(true))
                        .names())
                .stream()
                .sorted()
                .toList());
    }

    /** How many records the topic has ever had. */
    public long length(String topic) {
        return administer(admin -> {
            List<TopicPartition> all = describe(admin, topic).partitions().stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, OffsetSpec> ends = new java.util.HashMap<>();
            all.forEach(partition -> ends.put(partition, OffsetSpec.latest()));
            return get(admin.listOffsets(ends).all()).values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        });
    }

    /** How many partitions the topic has. */
    public int partitions(String topic) {
        return administer(admin -> describe(admin, topic).partitions().size());
    }

    /** Deletes topics. */
    public void delete(List<String> topics) {
        administer(admin -> get(admin.deleteTopics(topics).all()));
    }

    /** Creates topics of so many partitions as lanes have them. */
    public void create(List<String> topics, int partitions) {
        List<NewTopic> fresh = topics.stream()
                .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(LANE))
                .toList();
        administer(admin -> get(admin.createTopics(fresh).all()));
    }

    private static TopicDescription describe(Admin admin, String topic) {
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    }

    private <T> T administer(Function<Admin, T> work) {
        try (Admin admin = Admin.create(administrator.client())) {
            return work.apply(admin);
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }
}
