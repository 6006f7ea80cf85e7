/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.AlertDraft;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Feed;
import org.tocsin.acceptance.exchange.LiveStream;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Reply;
import org.tocsin.acceptance.exchange.SeparateProcesses;

/** Two gateways of one member over one database: whichever a client talks to, it is the same member. */
@ResourceLock(SeparateProcesses.RESOURCE)
class TwoReplicasIT {

    private static final int AT_ONCE = 64;
    private static final int ALERTS = 520;
    private static final int EVENTS = 2_000;
    private static final int BETWEEN_CUTS = 40;

    private static SeparateProcesses exchange;

    private final Participant kz = exchange.member("kz");
    private final Participant other = exchange.replica("kz");

    @BeforeAll
    static void haveTwoGateways() {
        exchange = SeparateProcesses.shared();
        exchange.startSecond("kz");
    }

    @AfterAll
    static void haveOneAgain() {
        exchange.endSecond("kz");
    }

    @Test
    void aReaderThatGoesToAndFroMissesAndRepeatsNothing() {
        long before = kz.stream().lastId();
        try (LiveStream reader = exchange.streamAtBothDoors("kz", before)) {
            List<AlertDraft> drafts = IntStream.range(0, ALERTS)
                    .mapToObj(number -> alert().routine().to("uz").info("centre"))
                    .toList();
            Feed feed = Feed.begin(drafts, 100, kz, other);
            for (int seen = BETWEEN_CUTS; seen <= EVENTS; seen += BETWEEN_CUTS) {
                int enough = seen;
                Patience.await(seen + " events").until(() -> reader.events().size() >= enough);
                reader.cut();
            }
            feed.toItsEnd();

            List<Long> ids =
                    reader.events().stream().map(Event::id).limit(EVENTS).toList();
            assertThat(ids)
                    .containsExactlyElementsOf(LongStream.rangeClosed(before + 1, before + EVENTS)
                            .boxed()
                            .toList());
            assertThat(reader.connections()).isGreaterThan(10);
        }
    }

    @Test
    void whatIsPostedAtOneDoorIsOnTheStreamOfTheOtherAtOnce() {
        PostedAlert alert = kz.sends(alert().flash().to("uz"));

        other.receives(alert);
        kz.receives(alert);
    }

    @Test
    void theSamePostsAtBothDoorsUnderOneKeyAreOneAlert() {
        String draft = alert().to("uz")
                .headline("Posted by everybody " + System.nanoTime())
                .json();
        String key = UUID.randomUUID().toString();
        ExecutorService everybody = Executors.newFixedThreadPool(AT_ONCE);

        List<Reply> replies = IntStream.range(0, AT_ONCE)
                .mapToObj(number -> CompletableFuture.supplyAsync(
                        () -> untilSettled(number % 2 == 0 ? kz : other, draft, key), everybody))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        everybody.shutdown();

        assertThat(replies).extracting(Reply::status).containsOnly(202);
        assertThat(replies).extracting(Reply::body).containsOnly(replies.get(0).body());
        assertThat(kz.headlines("sent", "Posted by everybody")).hasSize(1);
    }

    // 409 says that the first one is still in flight: ask again.
    private static Reply untilSettled(Participant door, String draft, String key) {
        Reply[] last = new Reply[1];
        Patience.await("the first one is settled").until(() -> {
            last[0] = door.as("cert").post("/v1/alerts", draft, "Idempotency-Key", key);
            return last[0].status() != 409;
        });
        return last[0];
    }
}
