/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.coordinator.deadline.DeadlineWatch;
import org.tocsin.coordinator.directory.Registrar;
import org.tocsin.coordinator.notice.Teller;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.SendFailed;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.PartitionCount;

/**
 * The order of a start: directory read to its end and inboxes warm, first records published and read back, partition
 * counts checked, then listening. Each step is tried until it succeeds, so a broker may come up later than this does.
 */
@Component
class Start implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Start.class);
    private static final int SOON_MILLIS = 200;
    private static final int LATER_MILLIS = 2_000;
    private static final int LOOK_SECONDS = 5;

    private final Registrar registrar;
    private final Topology topology;
    private final Listeners listeners;
    private final Outgoing outgoing;
    private final CompletableFuture<Void> isKnown;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "coordinator-start");
        daemon.setDaemon(true);
        return daemon;
    });

    Start(Registrar registrar, Topology topology, Listeners listeners, Outgoing outgoing, Foreknowledge before) {
        this.registrar = registrar;
        this.topology = topology;
        this.listeners = listeners;
        this.outgoing = outgoing;
        this.isKnown = CompletableFuture.allOf(
                before.directory().whenReadToEnd(), before.sender().whenWarm());
    }

    /** What must be known before anything is listened to. */
    @Component
    record Foreknowledge(DirectoryReader directory, MessageSender sender) {}

    /** The shape the topics must have. */
    @Component
    record Topology(KafkaSettings kafka, PartitionCount partitions) {

        List<String> violations() throws SendFailed, InterruptedException {
            return partitions.violatedBy(kafka, topic -> Topics.owner(topic).isPresent());
        }
    }

    /** What speaks without being spoken to. */
    @Component
    record Outgoing(DeadlineWatch watch, Teller teller) {

        void start() {
            watch.start();
            teller.start();
        }
    }

    @Override
    public void afterPropertiesSet() {
        isKnown.thenRun(() -> again(0));
    }

    private void again(int millis) {
        thread.schedule(this::attempt, millis, TimeUnit.MILLISECONDS);
    }

    private void attempt() {
        try {
            if (!registrar.publishMissing()) {
                again(SOON_MILLIS);
                return;
            }
            List<String> wrong = topology.violations();
            if (!wrong.isEmpty()) {
                log.error("Not listening: every topic must have {} partitions, but {}", expected(), wrong);
                again(LATER_MILLIS);
                return;
            }
            listeners.start();
            outgoing.start();
            log.info("Listening to all outboxes");
            thread.scheduleWithFixedDelay(this::republish, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (SendFailed | RuntimeException later) {
            log.warn("The start is tried again: {}", later.toString());
            again(LATER_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    // A directory topic that was lost and made anew is filled again; while nothing is missing this asks nobody.
    private void republish() {
        try {
            registrar.publishMissing();
        } catch (SendFailed | RuntimeException later) {
            log.warn("The directory is published again later: {}", later.toString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private int expected() {
        return topology.partitions().expected();
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
