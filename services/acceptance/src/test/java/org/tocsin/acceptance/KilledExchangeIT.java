/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.acceptance.exchange.AlertDraft;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Kev;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Reply;
import org.tocsin.acceptance.exchange.Standalone;

/** The whole exchange is killed in the middle of a feed: what was answered 202 is everywhere, once. */
class KilledExchangeIT {

    private static final int ENTRIES = 400;
    private static final int AT_A_TIME = 6;
    private static final int ACCEPTED = 202;
    private static final Duration INCLUDING_RESTARTS = Duration.ofMinutes(5);

    private final Standalone exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final List<Participant> recipients =
            Stream.of("uz", "kg", "centre").map(exchange::member).toList();
    private final Set<PostedAlert> accepted = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void needTheCatalogue() {
        assumeTrue(Files.exists(Kev.file()), "There is no " + Kev.file() + "; TOCSIN_DATA names its directory");
    }

    @Test
    void nothingAnsweredForIsMissingAnywhereAndNothingIsThereTwice() {
        String tag = "Drill " + System.nanoTime();
        ExecutorService posters = Executors.newFixedThreadPool(AT_A_TIME);
        List<CompletableFuture<Void>> feed = new ArrayList<>();
        Kev.drafts(tag, ENTRIES)
                .forEach(draft -> feed.add(CompletableFuture.runAsync(() -> postUntilAccepted(draft), posters)));

        Patience.await("a third of the feed").until(() -> accepted.size() > ENTRIES / 3);
        exchange.kill();
        exchange.restart();
        Patience.await("two thirds of the feed").until(() -> accepted.size() > ENTRIES * 2 / 3);
        exchange.killAll();
        exchange.restart();
        CompletableFuture.allOf(feed.toArray(CompletableFuture[]::new)).join();
        posters.shutdown();

        assertThat(accepted).hasSize(ENTRIES);
        recipients.forEach(this::hasEachOnItsStreamOnce);
        assertThat(kz.headlines("sent", tag)).hasSize(ENTRIES).doesNotHaveDuplicates();
        recipients.forEach(recipient -> assertThat(recipient.headlines("received", tag))
                .as(recipient.code())
                .hasSize(ENTRIES)
                .doesNotHaveDuplicates());
        accepted.stream()
                .limit(10)
                .forEach(alert ->
                        kz.sees(alert).receivedBy("uz").receivedBy("kg").receivedBy("centre"));
        streamsNeverRepeatNorSkip();
    }

    @Test
    void feedingTheSameCatalogueAgainRepeatsNothing() {
        List<String> feed = List.of(
                "feed",
                "--kev=" + Kev.file(),
                "--as=kz",
                "--to=uz",
                "--rate=50",
                "--limit=20",
                "--data=" + exchange.data());
        int before = kz.headlines("sent", "").size();

        var first = Standalone.run("feed", feed);
        assertThat(first.exitCode()).as(first.output()).isZero();
        var second = Standalone.run("feed-again", feed);
        assertThat(second.exitCode()).as(second.output()).isZero();

        assertThat(kz.headlines("sent", "")).hasSize(before + 20);
    }

    private void postUntilAccepted(AlertDraft draft) {
        String key = "drill-" + System.nanoTime() + '-' + Thread.currentThread().getId();
        Patience.await("an entry is accepted")
                .atMost(INCLUDING_RESTARTS)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> posted(draft, key).isPresent());
    }

    // What was under way when the exchange died is asked again under the same key.
    private Optional<PostedAlert> posted(AlertDraft draft, String key) {
        try {
            Reply reply = kz.as("cert").post("/v1/alerts", draft.json(), "Idempotency-Key", key);
            Optional<PostedAlert> alert =
                    reply.status() == ACCEPTED ? Optional.of(PostedAlert.of(reply)) : Optional.empty();
            alert.ifPresent(accepted::add);
            return alert;
        } catch (UncheckedIOException nobodyThere) {
            return Optional.empty();
        }
    }

    private void hasEachOnItsStreamOnce(Participant recipient) {
        accepted.forEach(recipient::receives);
    }

    private void streamsNeverRepeatNorSkip() {
        for (Participant recipient : recipients) {
            List<Long> ids = recipient.stream().events().stream().map(Event::id).toList();
            assertThat(ids).as(recipient.code()).doesNotHaveDuplicates().isSorted();
            assertThat(ids.get(ids.size() - 1)).isEqualTo(ids.size());
        }
    }
}
