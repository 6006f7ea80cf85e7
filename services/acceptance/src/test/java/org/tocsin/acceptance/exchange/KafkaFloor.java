/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What Kafka alone takes for the way of an alert: a record to a first topic, copied from there to three others, read
 * from one of these. Nothing is verified, decided or stored.
 */
public final class KafkaFloor {

    private static final int RECORD_BYTES = 1_500;
    private static final int WARM_UP = 200;

    private final Administrator administrator;
    private final String first = "floor.first." + UUID.randomUUID();
    private final List<String> second =
            List.of("floor.a." + UUID.randomUUID(), "floor.b." + UUID.randomUUID(), "floor.c." + UUID.randomUUID());

    private KafkaFloor(Administrator administrator) {
        this.administrator = administrator;
    }

    /** Measures so many records, one each period, from before the first send to after the last read. */
    public static Quantiles measure(Wire wire, int records, long periodNanos) {
        KafkaFloor floor = new KafkaFloor(wire.administrator());
        List<String> topics = new ArrayList<>(floor.second);
        topics.add(floor.first);
        wire.create(topics, 1);
        try {
            return floor.measure(records + WARM_UP, periodNanos);
        } finally {
            wire.delete(topics);
        }
    }

    private Quantiles measure(int records, long periodNanos) {
        ExecutorService hops = Executors.newFixedThreadPool(2);
        List<Long> nanos = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer();
                KafkaProducer<byte[], byte[]> relay = producer()) {
            CompletableFuture<Void> copied = CompletableFuture.runAsync(
                    () -> read(
                            first,
                            records,
                            record -> second.forEach(topic -> relay.send(new ProducerRecord<>(topic, record.value())))),
                    hops);
            CompletableFuture<Void> read = CompletableFuture.runAsync(
                    () -> read(
                            second.get(0),
                            records,
                            record -> nanos.add(System.nanoTime()
                                    - ByteBuffer.wrap(record.value()).getLong())),
                    hops);
            send(producer, records, periodNanos);
            CompletableFuture.allOf(copied, read).join();
        } finally {
            hops.shutdown();
        }
        return Quantiles.of(nanos.stream().skip(WARM_UP));
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int records, long periodNanos) {
        long begun = System.nanoTime();
        for (int number = 0; number < records; number++) {
            LockSupport.parkNanos(begun + number * periodNanos - System.nanoTime());
            byte[] value =
                    ByteBuffer.allocate(RECORD_BYTES).putLong(System.nanoTime()).array();
            producer.send(new ProducerRecord<>(first, value));
        }
    }

    private void read(String topic, int records, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<String, Object> settings = administrator.with(Map.of("auto.offset.reset", "earliest"));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            for (int seen = 0; seen < records; ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    reader.accept(record);
                    seen++;
                }
            }
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = administrator.with(Map.of("acks", "all", "linger.ms", 0));
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
