/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.transport.Partition;
import org.tocsin.transport.SendFailed;

/**
 * The partitions this listener holds and the offset it expects next in each. Used by the consumer's thread only. A
 * partition whose records do not begin where expected is dropped from the batch and sought again; when it still differs
 * after that there is a hole or a rewind in the topic, which is accepted and logged.
 */
final class Assignment {

    private static final Logger log = LoggerFactory.getLogger(Assignment.class);

    private final Positions positions;
    private final TopicIds topicIds;
    private final Map<TopicPartition, Held> held = new HashMap<>();

    Assignment(Positions positions, TopicIds topicIds) {
        this.positions = positions;
        this.topicIds = topicIds;
    }

    /**
     * Reads the positions of the partitions and seeks the consumer to them. Partitions of a topic that is gone are not
     * held, and keep nobody else waiting: the consumer will learn of it by itself.
     */
    void take(Consumer<?, ?> consumer, Collection<TopicPartition> partitions)
            throws SQLException, SendFailed, InterruptedException {
        if (partitions.isEmpty()) {
            return;
        }
        partitions.forEach(held::remove);
        Map<String, String> ids =
                topicIds.of(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        List<TopicPartition> existing = partitions.stream()
                .filter(partition -> ids.containsKey(partition.topic()))
                .toList();
        Map<Partition, Long> next =
                positions.open(existing.stream().map(Assignment::partition).toList(), ids);
        for (TopicPartition partition : existing) {
            long offset = requireNonNull(next.get(partition(partition)));
            consumer.seek(partition, offset);
            held.put(partition, new Held(requireNonNull(ids.get(partition.topic())), offset, false));
        }
    }

    /**
     * Every few seconds takes what is assigned and not held, and what belongs to a topic that was recreated meanwhile:
     * its records could carry on, unnoticed, where the old ones ended.
     */
    void review(Consumer<?, ?> consumer) throws SQLException, SendFailed, InterruptedException {
        Map<String, String> ids = topicIds.seenMeanwhile().orElse(Map.of());
        if (ids.isEmpty()) {
            return;
        }
        take(
                consumer,
                consumer.assignment().stream()
                        .filter(partition -> ids.containsKey(partition.topic()))
                        .filter(partition -> !isHeld(partition, ids.get(partition.topic())))
                        .toList());
    }

    private boolean isHeld(TopicPartition partition, @Nullable String topicId) {
        Held known = held.get(partition);
        return known != null && known.topicId().equals(topicId);
    }

    void drop(Collection<TopicPartition> partitions) {
        partitions.forEach(held::remove);
    }

    /** The partitions whose records do not begin where expected, at the first such occasion. */
    Set<TopicPartition> strays(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
        return records.entrySet().stream()
                .filter(entry -> isStray(entry.getKey(), entry.getValue().get(0).offset()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private boolean isStray(TopicPartition partition, long first) {
        Held expected = held.get(partition);
        if (expected == null) {
            return true;
        }
        if (expected.next() == first) {
            return false;
        }
        if (expected.suspected()) {
            log.warn("{} goes on at {} instead of {}", partition, first, expected.next());
            return false;
        }
        return true;
    }

    /** Remembers that these were sought again, so that a second difference counts as a hole. */
    void suspect(Set<TopicPartition> strays) {
        strays.forEach(partition -> held.computeIfPresent(
                partition, (same, expected) -> new Held(expected.topicId(), expected.next(), true)));
    }

    /** The moves that the records of one batch make. */
    List<Position> moves(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
        List<Position> moves = new ArrayList<>();
        records.forEach((partition, list) -> {
            Held expected = requireNonNull(held.get(partition));
            long next = list.get(list.size() - 1).offset() + 1;
            moves.add(new Position(partition(partition), expected.topicId(), expected.next(), next));
        });
        return moves;
    }

    void moved(List<Position> moves) {
        moves.forEach(move -> held.put(
                new TopicPartition(move.partition().topic(), move.partition().number()),
                new Held(move.topicId(), move.next(), false)));
    }

    private static Partition partition(TopicPartition partition) {
        return new Partition(partition.topic(), partition.partition());
    }

    private record Held(String topicId, long next, boolean suspected) {}
}
