/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.SendFailed;

/**
 * Sends records at once, and only to topics it has seen (see {@link WarmTopics}). Thread-safe; records of one key sent by
 * one thread keep their order. A failed send is not a refused one: the record may be in the topic all the same, so every
 * receiver ignores what it knows.
 */
public final class MessageSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MessageSender.class);
    private static final int LOOK_MILLIS = 200;

    private final Admin admin;
    private final RenewedProducer producer;
    private final WarmTopics topics;

    /** A sender that watches and warms the topics wanted. */
    public MessageSender(KafkaSettings settings, Predicate<String> wanted) {
        this.admin = Admin.create(settings.admin());
        this.producer = new RenewedProducer(settings.producer());
        this.topics = new WarmTopics(admin, wanted, producer::fetchMetadata);
    }

    /** Says whether the topic was seen and is warm, so that a send will not block. */
    public boolean isReady(String topic) {
        return topics.contains(topic);
    }

    /** Completes once the wanted topics that existed at the first answered look are warm. */
    public CompletableFuture<Void> whenWarm() {
        return topics.whenWarm();
    }

    /** Says whether the broker answered at the last look, at most about seven seconds ago. */
    public boolean isReachable() {
        return topics.isReachable();
    }

    /** Sends one record; the future tells the broker's acknowledgement, or {@link TopicNotReady}, or the failure. */
    public CompletableFuture<RecordMetadata> send(Outgoing outgoing) {
        CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
        if (!isReady(outgoing.topic())) {
            acknowledged.completeExceptionally(new TopicNotReady(outgoing.topic()));
            return acknowledged;
        }
        try {
            producer.send(outgoing.toRecord(), (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(metadata);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException failure) {
            acknowledged.completeExceptionally(failure);
        }
        return acknowledged;
    }

    /** Sends all records and waits until every one is acknowledged. */
    public void sendAndAwait(List<Outgoing> outgoing, Duration atMost) throws SendFailed, InterruptedException {
        CompletableFuture<?>[] sends = outgoing.stream().map(this::send).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(sends).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new SendFailed(failure);
        }
    }

    /**
     * Sends all records, in order, and waits at most that long; tells of each what became of it. One bad topic among
     * many thus fails alone.
     */
    public List<Delivery> sendEach(List<Outgoing> outgoing, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        List<CompletableFuture<RecordMetadata>> sends = new ArrayList<>(outgoing.size());
        for (Outgoing record : outgoing) {
            // With the producer's memory full each send blocks for a second: past the end none is begun.
            sends.add(System.nanoTime() < end ? send(record) : new CompletableFuture<>());
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new));
        while (!all.isDone() && System.nanoTime() < end && isAnyStillReady(outgoing, sends)) {
            awaitALittle(all);
        }
        return sends.stream().map(Delivery::of).toList();
    }

    // A topic that vanished meanwhile would keep everybody waiting until the client gives up.
    private boolean isAnyStillReady(List<Outgoing> outgoing, List<CompletableFuture<RecordMetadata>> sends) {
        for (int i = 0; i < sends.size(); i++) {
            if (!sends.get(i).isDone() && isReady(outgoing.get(i).topic())) {
                return true;
            }
        }
        return false;
    }

    private static void awaitALittle(CompletableFuture<Void> all) throws InterruptedException {
        try {
            all.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException notAll) {
            log.trace("Not all records are acknowledged yet");
        }
    }

    @Override
    public void close() {
        topics.close();
        producer.close();
        admin.close(Duration.ofSeconds(5));
    }
}
