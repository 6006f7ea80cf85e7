/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.tocsin.acceptance.exchange.Exchange;
import org.tocsin.acceptance.exchange.KafkaFloor;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Quantiles;
import org.tocsin.acceptance.exchange.Standalone;

/** Prints how long an alert takes, beside what Kafka alone takes on the same machine. It judges nothing. */
@Isolated("figures are taken on a machine that does nothing else")
class LatencyProbeIT {

    private static final int PER_SECOND = 100;
    private static final int WARM_UP = 1_000;
    private static final int MEASURED = 2_000;
    private static final int FLOOR_RECORDS = 800;
    private static final long PERIOD_NANOS = 1_000_000_000L / PER_SECOND;

    private final Exchange exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");

    /** One alert under way; all times are nanoseconds of this JVM. */
    private record Sent(long begunAt, CompletableFuture<Accepted> accepted) {

        private record Accepted(PostedAlert alert, long at) {}
    }

    @Test
    void alertsToThreeRecipientsAtAHundredASecond() {
        send(WARM_UP);

        List<Sent> sent = send(MEASURED);
        Quantiles floor = KafkaFloor.measure(exchange.wire(), FLOOR_RECORDS, PERIOD_NANOS);

        Quantiles accepted =
                Quantiles.of(sent.stream().map(one -> one.accepted().join().at() - one.begunAt()));
        Quantiles shown = Quantiles.of(sent.stream().map(one -> arrivedAt(one) - one.begunAt()));
        print("POST to 202", accepted, floor);
        print("POST to uz's stream", shown, floor);
        print("Kafka alone, two hops", floor, floor);
        assertThat(sent).hasSize(MEASURED);
    }

    private List<Sent> send(int count) {
        List<Sent> sent = new ArrayList<>();
        long begun = System.nanoTime();
        for (int number = 0; number < count; number++) {
            LockSupport.parkNanos(begun + number * PERIOD_NANOS - System.nanoTime());
            sent.add(send());
        }
        sent.forEach(one -> uz.receives(one.accepted().join().alert()));
        return sent;
    }

    private Sent send() {
        String draft = alert().priority().to("uz").info("kg", "centre").json();
        long begunAt = System.nanoTime();
        return new Sent(begunAt, kz.as("cert").postLater("/v1/alerts", draft).thenApply(reply -> {
            long at = System.nanoTime();
            return new Sent.Accepted(PostedAlert.of(reply), at);
        }));
    }

    private long arrivedAt(Sent one) {
        String id = one.accepted().join().alert().id();
        Patience.await("arrival").until(() -> !uz.stream().about(id).isEmpty());
        return uz.stream().about(id).get(0).arrivedNanos();
    }

    private static void print(String what, Quantiles figures, Quantiles floor) {
        System.out.printf(
                Locale.ROOT,
                "LATENCY %-22s p50 %7.2f ms  p99 %7.2f ms  (%.1f x and %.1f x the Kafka floor)%n",
                what,
                figures.p50Millis(),
                figures.p99Millis(),
                figures.p50Millis() / floor.p50Millis(),
                figures.p99Millis() / floor.p99Millis());
    }
}
