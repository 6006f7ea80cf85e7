/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.transport.KafkaSettings;

/**
 * Reads topics once, from their first record to where they ended when it began, and hands on what is genuine. It keeps
 * no position and belongs to no group. Records of one partition arrive in order.
 */
public final class Replay {

    private static final Logger log = LoggerFactory.getLogger(Replay.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Map<String, Object> settings;
    private final RecordReader reader;

    /** A reader that believes the keys of the directory. */
    public Replay(KafkaSettings settings, Supplier<Directory> directory) {
        this.settings = settings.consumer(settings.name() + "-replay");
        this.settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.reader = new RecordReader(directory);
    }

    /** Takes the messages of one poll. */
    @FunctionalInterface
    public interface Reader<E extends Exception> {

        /** Takes them; what it throws ends the reading. */
        void take(List<Inbound> messages) throws E;
    }

    /**
     * Reads the topics; those that do not exist hold nothing.
     *
     * @throws org.apache.kafka.common.KafkaException when the broker cannot be reached
     */
    public <E extends Exception> void read(List<String> topics, Reader<E> into) throws E {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> partitions(consumer, topic))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                into.take(genuine(consumer.poll(POLL)));
            }
        }
    }

    private static Stream<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream().map(one -> new TopicPartition(topic, one.partition()));
    }

    private List<Inbound> genuine(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        List<Inbound> messages = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            RecordReader.Judged judged = reader.judge(record);
            if (judged.message() != null) {
                messages.add(judged.message());
            } else {
                log.warn("Passed over: {} {} {}", record.topic(), record.partition(), record.offset());
            }
        }
        return messages;
    }
}
