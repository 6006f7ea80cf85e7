/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.AlertDraft;
import org.tocsin.acceptance.exchange.Memory;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.Quantiles;
import org.tocsin.acceptance.exchange.Reply;
import org.tocsin.acceptance.exchange.SeparateProcesses;
import tools.jackson.databind.JsonNode;

/**
 * More than usual: a whole archive uploaded by line, and posts far beyond what a gateway takes. The size of the first
 * comes from the variable {@code TOCSIN_VOLUME}, that of the second from {@code TOCSIN_OVERLOAD}; times are printed and not judged.
 */
@ResourceLock(SeparateProcesses.RESOURCE)
class VolumesIT {

    private static final int LINES = Integer.parseInt(System.getenv().getOrDefault("TOCSIN_VOLUME", "5000"));
    private static final int SEARCHES = 200;
    private static final int AT_ONCE = 256;
    private static final int OVERLOAD = Integer.parseInt(System.getenv().getOrDefault("TOCSIN_OVERLOAD", "4000"));
    private static final long MIB = 1024 * 1024;
    private static final Duration TO_ARRIVE = Duration.ofMinutes(15);

    private final SeparateProcesses exchange = SeparateProcesses.shared();
    private final Participant uz = exchange.member("uz");

    @AfterAll
    static void takeEverythingAgain() {
        SeparateProcesses.shared().restartGateway("kz", Map.of());
    }

    @Test
    void anArchiveIsUploadedInFlatMemoryAndFoundAgainAtTheSamePriceEverywhere() {
        Participant kz = exchange.member("kz");
        String tag = "Archive " + System.nanoTime();
        AtomicInteger accepted = new AtomicInteger();
        long before = Memory.of(exchange.process("kz")).bytes();
        long begun = System.nanoTime();

        kz.as("cert").upload("/v1/alerts", lines(tag), outcome -> {
            if (outcome.contains("\"status\":202")) {
                accepted.incrementAndGet();
            }
        });

        double seconds = (System.nanoTime() - begun) / 1e9;
        long after = Memory.of(exchange.process("kz")).bytes();
        assertThat(accepted).hasValue(LINES);
        print(
                "%d alerts in %.1f s, %.0f/s; gateway %d MiB before, %d MiB after",
                LINES, seconds, LINES / seconds, before / MIB, after / MIB);
        print("search by observable: %s", timesOf(searches(kz)));
        pagesCostTheSameAtBothEnds(kz);
        arriveAtUz(tag, LINES);
    }

    @Test
    void whatIsRefusedUnderOverloadIsNowhereAndWhatIsAcceptedArrives() {
        exchange.restartGateway("kz", Map.of("TOCSIN_QUEUE", "16", "TOCSIN_BACKLOG_LIMIT", "2000"));
        Participant kz = exchange.member("kz");
        String tag = "Overload " + System.nanoTime();
        long before = Memory.of(exchange.process("kz")).bytes();

        List<Integer> statuses = new ArrayList<>();
        for (int done = 0; done < OVERLOAD; done += AT_ONCE) {
            List<CompletableFuture<Reply>> wave = IntStream.range(done, done + AT_ONCE)
                    .mapToObj(number -> kz.as("cert")
                            .postLater("/v1/alerts", draft(tag, number).json()))
                    .toList();
            wave.forEach(reply -> statuses.add(reply.join().status()));
        }

        long after = Memory.of(exchange.process("kz")).bytes();
        long accepted = statuses.stream().filter(status -> status == 202).count();
        print(
                "%d posts, %d at once: %d accepted, %d refused; gateway %d MiB before, %d MiB after",
                statuses.size(), AT_ONCE, accepted, statuses.size() - accepted, before / MIB, after / MIB);
        assertThat(statuses).containsOnly(202, 503);
        assertThat(kz.headlines("sent", tag)).hasSize((int) accepted).doesNotHaveDuplicates();
        arriveAtUz(tag, (int) accepted);
    }

    private void arriveAtUz(String tag, int count) {
        Patience.await("all have arrived")
                .atMost(TO_ARRIVE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Integer.toString(count)
                        .equals(exchange.databases()
                                .asked(
                                        "gateway_uz",
                                        "select count(*) from event where kind = 'alert' and data like '%" + tag
                                                + "%'")));
        assertThat(uz.headlines("received", tag)).hasSize(count).doesNotHaveDuplicates();
    }

    private static Stream<String> lines(String tag) {
        return IntStream.range(0, LINES).mapToObj(number -> draft(tag, number).json());
    }

    private static AlertDraft draft(String tag, int number) {
        return alert().routine().to("uz").headline(tag + " case " + number).address(addressOf(number));
    }

    private static String addressOf(int number) {
        return "10." + (number >> 16) + '.' + (number >> 8 & 255) + '.' + (number & 255);
    }

    private static List<Long> searches(Participant kz) {
        return IntStream.range(0, SEARCHES)
                .map(number -> number * (LINES / SEARCHES))
                .mapToObj(number -> {
                    long begun = System.nanoTime();
                    JsonNode found = kz.as("cert")
                            .get("/v1/alerts?observable=" + addressOf(number))
                            .json();
                    long took = System.nanoTime() - begun;
                    assertThat(found.path("items").size()).isPositive();
                    return took;
                })
                .toList();
    }

    private static void pagesCostTheSameAtBothEnds(Participant kz) {
        List<Long> took = new ArrayList<>();
        String cursor = "";
        do {
            long begun = System.nanoTime();
            JsonNode page = kz.as("cert").get("/v1/alerts?limit=100" + cursor).json();
            took.add(System.nanoTime() - begun);
            cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
        } while (!cursor.isEmpty());
        int end = took.size();
        print(
                "pages of 100: first twenty %s, last twenty of %d %s",
                timesOf(took.subList(0, 20)), end, timesOf(took.subList(end - 20, end)));
    }

    private static String timesOf(List<Long> nanos) {
        Quantiles times = Quantiles.of(nanos.stream());
        return String.format(Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", times.p50Millis(), times.p99Millis());
    }

    private static void print(String form, Object... figures) {
        System.out.printf(Locale.ROOT, "VOLUME " + form + "%n", figures);
    }
}
