/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;

/** A member that floods its own topics has to wait; nobody else does. */
class FloodIT {

    private static final Member FLOODING = new Member("m11");
    private static final Member QUIET = new Member("m12");
    private static final byte[] LARGE = new byte[900 * 1024];
    private static final int RECORDS = 120;
    private static final Duration USUAL = Duration.ofSeconds(1);

    @Test
    void onlyWhoFloodsIsHeldBack() throws Exception {
        GuardedBroker broker = GuardedBroker.shared();
        try (KafkaProducer<byte[], byte[]> flood =
                        new KafkaProducer<>(broker.as(FLOODING).producer());
                KafkaProducer<byte[], byte[]> quiet =
                        new KafkaProducer<>(broker.as(QUIET).producer())) {
            send(quiet, QUIET).get();

            Thread flooding = new Thread(() -> flood(flood), "flood");
            flooding.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> heldBackMillis(flood) > USUAL.toMillis());
            send(quiet, QUIET).get(USUAL.toMillis(), TimeUnit.MILLISECONDS);

            assertThat(heldBackMillis(quiet)).isZero();
            flooding.interrupt();
            flooding.join();
            flood.close(Duration.ZERO);
        }
    }

    private static void flood(KafkaProducer<byte[], byte[]> producer) {
        for (int number = 0; number < RECORDS && !Thread.currentThread().isInterrupted(); number++) {
            producer.send(new ProducerRecord<>(Topics.outbox(FLOODING, Lane.ROUTINE), null, LARGE));
        }
    }

    private static Future<?> send(KafkaProducer<byte[], byte[]> producer, Member member) {
        return producer.send(new ProducerRecord<>(Topics.outbox(member, Lane.URGENT), null, new byte[1_000]));
    }

    /** The longest pause that the broker has asked of the producer. */
    private static double heldBackMillis(KafkaProducer<?, ?> producer) {
        return producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("produce-throttle-time-max"))
                .mapToDouble(metric -> (double) metric.metricValue())
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }
}
