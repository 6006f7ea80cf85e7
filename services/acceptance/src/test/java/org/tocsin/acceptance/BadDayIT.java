/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Fault;
import org.tocsin.acceptance.exchange.Feed;
import org.tocsin.acceptance.exchange.Kev;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.SeparateProcesses;

/**
 * One fault after the other strikes an exchange with two of everything while a catalogue flows through it: nothing that
 * was answered 202 is lost, nothing comes twice, no stream is out of order, and nobody is told anything false.
 */
@ResourceLock(SeparateProcesses.RESOURCE)
class BadDayIT {

    private static final int ENTRIES = 93;
    private static final int PER_SECOND = 20;
    private static final Duration TO_HEAL = Duration.ofMinutes(3);
    private static final List<String> FALSE_HERE = List.of("refused", "reminder", "overdue", "escalated");

    private static SeparateProcesses exchange;

    private final Participant kz = exchange.member("kz");
    private final List<Participant> recipients = List.of(exchange.member("uz"), exchange.member("centre"));

    @BeforeAll
    static void haveTwoOfEverything() {
        assumeTrue(Kev.isReal(), "There is no catalogue; TOCSIN_DATA names its directory");
        exchange = SeparateProcesses.shared();
        exchange.startSecond("kz");
        exchange.startSecond("coordinator");
    }

    @AfterAll
    static void haveOneAgain() {
        if (exchange != null) {
            exchange.endSecond("kz");
            exchange.endSecond("coordinator");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void nothingIsLostDoubledOrFalselyTold(Fault fault) {
        fault.prepare(exchange);
        String tag = "Bad day " + System.nanoTime();
        Feed feed =
                Feed.begin(Kev.drafts(tag, fault.ordinal() * ENTRIES, ENTRIES), PER_SECOND, kz, exchange.replica("kz"));
        feed.awaitAccepted(ENTRIES / 4);

        fault.strike(exchange);

        Set<PostedAlert> accepted = feed.toItsEnd();
        assertThat(accepted).hasSize(ENTRIES);
        everythingArrives(tag);
        nothingIsOwedAnyMore();
        assertThat(kz.headlines("sent", tag)).hasSize(ENTRIES).doesNotHaveDuplicates();
        recipients.forEach(recipient -> assertThat(recipient.headlines("received", tag))
                .as(recipient.code())
                .doesNotHaveDuplicates());
        Stream.of(kz, exchange.replica("kz"), recipients.get(0), recipients.get(1))
                .forEach(reader -> isInOrderAndTrue(reader, accepted));
        if (!fault.makesStreamsBeginAgain()) {
            recipients.forEach(recipient -> accepted.forEach(recipient::receives));
        }
    }

    private void everythingArrives(String tag) {
        for (Participant recipient : recipients) {
            Patience.await(recipient.code() + " has all of them")
                    .atMost(TO_HEAL)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> recipient.headlines("received", tag).size() >= ENTRIES);
        }
    }

    private void nothingIsOwedAnyMore() {
        Patience.await("every recipient has confirmed everything")
                .atMost(TO_HEAL)
                .until(() -> "0".equals(exchange.databases().asked("gateway_kz", "select count(*) from owed")));
    }

    private static void isInOrderAndTrue(Participant reader, Set<PostedAlert> accepted) {
        List<Long> ids = reader.stream().events().stream().map(Event::id).toList();
        assertThat(ids).as(reader.code()).doesNotHaveDuplicates().isSorted();
        Stream<String> told = accepted.stream()
                .flatMap(alert -> reader.stream().about(alert.id()).stream())
                .filter(event -> event.name().equals("notice"))
                .map(event -> event.text("kind"));
        assertThat(told).as(reader.code()).doesNotContainAnyElementsOf(FALSE_HERE);
    }
}
