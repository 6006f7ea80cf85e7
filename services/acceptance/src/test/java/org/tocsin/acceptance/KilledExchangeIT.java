/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Feed;
import org.tocsin.acceptance.exchange.Kev;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;

/** The whole exchange is killed in the middle of a feed: what was answered 202 is everywhere, once. */
@ResourceLock(Standalone.RESOURCE)
class KilledExchangeIT {

    private static final int ENTRIES = 400;
    private static final int PER_SECOND = 100;

    private final Standalone exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final List<Participant> recipients =
            Stream.of("uz", "kg", "centre").map(exchange::member).toList();

    @Test
    void nothingAnsweredForIsMissingAnywhereAndNothingIsThereTwice() {
        String tag = "Drill " + System.nanoTime();
        Feed feed = Feed.begin(Kev.drafts(tag, ENTRIES), PER_SECOND, kz);

        feed.awaitAccepted(ENTRIES / 3);
        exchange.kill();
        exchange.restart();
        feed.awaitAccepted(ENTRIES * 2 / 3);
        exchange.killAll();
        exchange.restart();
        Set<PostedAlert> accepted = feed.toItsEnd();

        assertThat(accepted).hasSize(ENTRIES);
        recipients.forEach(recipient -> accepted.forEach(recipient::receives));
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

    private void streamsNeverRepeatNorSkip() {
        for (Participant recipient : recipients) {
            List<Long> ids = recipient.stream().events().stream().map(Event::id).toList();
            assertThat(ids).as(recipient.code()).doesNotHaveDuplicates().isSorted();
            assertThat(ids.get(ids.size() - 1)).isEqualTo(ids.size());
        }
    }
}
