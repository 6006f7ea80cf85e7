/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.transport.SendFailed;
import org.tocsin.transport.store.SqlFailure;

/**
 * One poll after the other: verify, hand over, remember. It never throws, since the container would skip what it threw
 * at. What waiting cures (a database that restarts, a broker that is away, a fenced position) is tried again from where
 * PostgreSQL stands; anything else is replayed record by record, and the record that fails alone goes to quarantine. If
 * not even that can be written, nothing moves and {@link #isFailing} says so.
 */
final class BatchLoop implements BatchConsumerAwareMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(BatchLoop.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LONGEST_PAUSE_FACTOR = 20;

    private final Assignment assignment;
    private final RecordReader reader;
    private final BatchHandler handler;
    private volatile int failures;
    private volatile long lag;

    BatchLoop(Assignment assignment, RecordReader reader, BatchHandler handler) {
        this.assignment = assignment;
        this.reader = reader;
        this.handler = handler;
    }

    /** Says whether batches have failed twice or more in a row. */
    boolean isFailing() {
        return failures > 1;
    }

    /** What the consumer knew after its last poll to lie ahead of it; a cut link leaves it as it was. */
    long lag() {
        return lag;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> own) {
        Consumer<?, ?> consumer =
                Objects.requireNonNull(own, "the container gives its consumer to this kind of listener");
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = byPartition(records);
        Map<TopicPartition, Long> firsts = firsts(byPartition);
        try {
            review(consumer);
            seekStrays(byPartition, consumer);
            if (!byPartition.isEmpty()) {
                handle(byPartition);
            }
            failures = 0;
        } catch (InterruptedException stray) {
            // The container stops by its own flag and interrupts nobody; an interrupt kept would fail every poll to
            // come.
            failures++;
            goBack(firsts, consumer);
        } catch (SQLException | SendFailed | RuntimeException failure) {
            startAgain(firsts, consumer, failure);
        }
        lag = lag(consumer);
    }

    /** Uses a quiet moment; on the consumer's thread. */
    void onIdle(Consumer<?, ?> consumer) {
        review(consumer);
        lag = lag(consumer);
    }

    // From what the last fetches said: nobody is asked.
    private static long lag(Consumer<?, ?> consumer) {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    private void review(Consumer<?, ?> consumer) {
        try {
            assignment.review(consumer);
        } catch (SQLException | SendFailed | InterruptedException | RuntimeException later) {
            log.warn("Partitions are reviewed later: {}", name(later));
        }
    }

    private void seekStrays(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records, Consumer<?, ?> consumer)
            throws SQLException, SendFailed, InterruptedException {
        Set<TopicPartition> strays = assignment.strays(records);
        if (strays.isEmpty()) {
            return;
        }
        records.keySet().removeAll(strays);
        assignment.take(consumer, strays);
        assignment.suspect(strays);
    }

    private void handle(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records)
            throws SQLException, SendFailed, InterruptedException {
        Batch batch = batch(records);
        try {
            handler.handle(batch);
            assignment.moved(batch.positions());
        } catch (SQLException | RuntimeException failure) {
            if (isCuredByWaiting(failure)) {
                throw failure;
            }
            log.warn(
                    "A batch of {} cannot be stored together: {}",
                    batch.messages().size(),
                    name(failure));
            handleOneByOne(records);
        }
    }

    private void handleOneByOne(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records)
            throws SQLException, SendFailed, InterruptedException {
        for (var partition : records.entrySet()) {
            for (ConsumerRecord<byte[], byte[]> record : partition.getValue()) {
                handleAlone(batch(Map.of(partition.getKey(), List.of(record))));
            }
        }
    }

    private void handleAlone(Batch batch) throws SQLException, SendFailed, InterruptedException {
        try {
            handler.handle(batch);
        } catch (SQLException | RuntimeException failure) {
            if (isCuredByWaiting(failure) || batch.messages().isEmpty()) {
                throw failure;
            }
            log.warn("A record goes to quarantine: {}", name(failure));
            List<Quarantined> unstorable = batch.messages().stream()
                    .map(message -> Quarantined.of(message, Refusal.UNSTORABLE))
                    .toList();
            handler.handle(new Batch(List.of(), unstorable, batch.positions(), List.of()));
        }
        assignment.moved(batch.positions());
    }

    private Batch batch(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
        List<Inbound> messages = new ArrayList<>();
        List<Quarantined> quarantined = new ArrayList<>();
        records.values().stream().flatMap(Collection::stream).map(reader::judge).forEach(judged -> {
            if (judged.message() != null) {
                messages.add(judged.message());
            } else if (judged.quarantined() != null) {
                quarantined.add(judged.quarantined());
            }
        });
        return new Batch(messages, quarantined, assignment.moves(records), List.of());
    }

    private void startAgain(Map<TopicPartition, Long> firsts, Consumer<?, ?> consumer, Exception failure) {
        failures++;
        log.warn("A batch is tried again (attempt {}): {}", failures, name(failure));
        pause();
        try {
            assignment.take(consumer, firsts.keySet());
        } catch (SQLException | SendFailed | InterruptedException | RuntimeException later) {
            goBack(firsts, consumer);
        }
    }

    // Where PostgreSQL stands cannot be asked now. Nothing is held of these from here on, so the next poll takes them
    // before it reads; and that poll must bring something even if nobody ever sends again, hence the way back.
    private void goBack(Map<TopicPartition, Long> firsts, Consumer<?, ?> consumer) {
        assignment.drop(firsts.keySet());
        Set<TopicPartition> assigned = consumer.assignment();
        firsts.forEach((partition, first) -> {
            if (assigned.contains(partition)) {
                consumer.seek(partition, first);
            }
        });
    }

    private void pause() {
        long factor = Math.min(failures, LONGEST_PAUSE_FACTOR);
        double jitter = 0.5 + ThreadLocalRandom.current().nextDouble();
        LockSupport.parkNanos((long) (PAUSE.toNanos() * factor * jitter));
    }

    /** Says whether the same batch may go through later without being changed. */
    static boolean isCuredByWaiting(Exception failure) {
        if (failure instanceof SQLException sql) {
            return SqlFailure.isFenced(sql) || SqlFailure.isCurableByWaiting(sql);
        }
        return failure instanceof RetriableException || failure instanceof InterruptException;
    }

    // Never the message: a driver may quote the row it failed on.
    private static String name(Exception failure) {
        String state = failure instanceof SQLException sql ? " " + sql.getSQLState() : "";
        return failure.getClass().getSimpleName() + state;
    }

    private static Map<TopicPartition, Long> firsts(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition) {
        Map<TopicPartition, Long> firsts = new LinkedHashMap<>();
        byPartition.forEach(
                (partition, records) -> firsts.put(partition, records.get(0).offset()));
        return firsts;
    }

    private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition(
            List<ConsumerRecord<byte[], byte[]>> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byPartition
                    .computeIfAbsent(new TopicPartition(record.topic(), record.partition()), any -> new ArrayList<>())
                    .add(record);
        }
        return byPartition;
    }
}
