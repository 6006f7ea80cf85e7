/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.outbound;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.Partition;
import org.tocsin.transport.SendFailed;

/**
 * The exchange's one clock: the broker's append time (ADR 0005). A reading is a time T and, read after it, the end of
 * each partition asked for: whatever was appended before T lies before that end.
 */
public final class BrokerClock implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final byte[] TICK = {'t'};

    private final Admin admin;
    private final MessageSender sender;

    /** A clock that appends through the sender, which must watch {@link Topics#CLOCK}. */
    public BrokerClock(KafkaSettings settings, MessageSender sender) {
        this.admin = Admin.create(settings.admin());
        this.sender = sender;
    }

    /** A time, and where each partition ended at a moment not before it; partitions of no existing topic are absent. */
    public record Reading(Instant at, Map<Partition, End> ends) {}

    /** The end of a partition: the next offset, of the topic of that id; 0 when the partition holds nothing (more). */
    public record End(String topicId, long offset) {}

    /** Reads the clock; takes some milliseconds, and fails when the broker does not answer in time. */
    public Reading read(Set<Partition> partitions) throws SendFailed, InterruptedException {
        Instant at = append();
        return new Reading(at, partitions.isEmpty() ? Map.of() : ends(partitions));
    }

    private Instant append() throws SendFailed, InterruptedException {
        try {
            RecordMetadata tick = sender.send(new Outgoing(Topics.CLOCK, "tick", TICK))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Instant.ofEpochMilli(tick.timestamp());
        } catch (ExecutionException | TimeoutException failure) {
            throw new SendFailed(failure);
        }
    }

    // A listing first: offsets of a topic that does not exist would be asked for until the client's patience ends.
    private Map<Partition, End> ends(Set<Partition> partitions) throws SendFailed, InterruptedException {
        Map<String, TopicListing> topics = answer(admin.listTopics().namesToListings());
        Set<Partition> existing = partitions.stream()
                .filter(partition -> topics.containsKey(partition.topic()))
                .collect(Collectors.toSet());
        Map<TopicPartition, ListOffsetsResultInfo> latest = offsets(existing, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> earliest = offsets(existing, OffsetSpec.earliest());
        Map<Partition, End> ends = new HashMap<>();
        latest.forEach((partition, end) -> {
            boolean isEmpty = Objects.requireNonNull(earliest.get(partition)).offset() >= end.offset();
            String id = Objects.requireNonNull(topics.get(partition.topic()))
                    .topicId()
                    .toString();
            ends.put(new Partition(partition.topic(), partition.partition()), new End(id, isEmpty ? 0 : end.offset()));
        });
        return ends;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Set<Partition> partitions, OffsetSpec which)
            throws SendFailed, InterruptedException {
        return answer(admin.listOffsets(partitions.stream()
                        .map(partition -> new TopicPartition(partition.topic(), partition.number()))
                        .collect(Collectors.toMap(Function.identity(), same -> which)))
                .all());
    }

    private static <T> T answer(KafkaFuture<T> asked) throws SendFailed, InterruptedException {
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new SendFailed(failure);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
