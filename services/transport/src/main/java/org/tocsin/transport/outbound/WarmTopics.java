/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.outbound;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that may be sent to: seen by the broker's own list, and their metadata fetched once by the producer. A cold
 * topic blocks the sending thread, and a missing one would do so for a second per record and for everybody.
 */
final class WarmTopics implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WarmTopics.class);
    private static final int REFRESH_MILLIS = 2_000;
    private static final int WARMERS = 4;

    private final Admin admin;
    private final Predicate<String> wanted;
    private final Consumer<String> fetchMetadata;
    private final Set<String> warm = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<Void>> warming = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock;
    private final ExecutorService warmers = Executors.newFixedThreadPool(WARMERS, daemon("topic-warmer"));
    private final CompletableFuture<Void> warmedOnce = new CompletableFuture<>();
    private volatile boolean reachable;

    WarmTopics(Admin admin, Predicate<String> wanted, Consumer<String> fetchMetadata) {
        this.admin = admin;
        this.wanted = wanted;
        this.fetchMetadata = fetchMetadata;
        this.clock = Executors.newSingleThreadScheduledExecutor(daemon("topic-watch"));
        clock.scheduleWithFixedDelay(this::refresh, 0, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
    }

    boolean contains(String topic) {
        return warm.contains(topic);
    }

    /** Completes once every wanted topic of the first answered look was warmed, or tried in vain. */
    CompletableFuture<Void> whenWarm() {
        return warmedOnce;
    }

    /** Says whether the broker answered at the last look. */
    boolean isReachable() {
        return reachable;
    }

    private void refresh() {
        try {
            Set<String> seen = admin.listTopics().names().get();
            reachable = true;
            warm.retainAll(seen);
            CompletableFuture.allOf(seen.stream()
                            .filter(wanted)
                            .filter(topic -> !warm.contains(topic))
                            .map(this::warming)
                            .toArray(CompletableFuture[]::new))
                    .thenRun(() -> warmedOnce.complete(null));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException unreachable) {
            reachable = false;
            log.debug("The topics could not be listed: {}", unreachable.toString());
        }
    }

    // At most once at a time, or a slow broker would find its queue longer at each look.
    private CompletableFuture<Void> warming(String topic) {
        CompletableFuture<Void> begun =
                warming.computeIfAbsent(topic, wantedNow -> CompletableFuture.runAsync(() -> warm(wantedNow), warmers));
        return begun.whenComplete((done, failure) -> warming.remove(topic, begun));
    }

    private void warm(String topic) {
        try {
            fetchMetadata.accept(topic);
            warm.add(topic);
        } catch (RuntimeException notYet) {
            log.debug("Topic {} is not warm yet: {}", topic, notYet.toString());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        warmers.shutdownNow();
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
