/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.message.Window;

/** What is found when one member's word on its sending meets the other's on its holding. */
class ComparisonTest {

    private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant UNTIL = SINCE.plus(Duration.ofDays(7));
    private static final Span SPAN = new Span(SINCE, UNTIL, UNTIL);

    private static Said said(int number) {
        return new Said(number, Digest.sha256("message " + number), SINCE.plusSeconds(number));
    }

    private static List<Said> said(int from, int until) {
        return new ArrayList<>(
                IntStream.range(from, until).mapToObj(ComparisonTest::said).toList());
    }

    private static Comparison.Finding compared(List<Said> sent, List<Said> held) {
        return Comparison.judge(Comparison.holdings(Comparison.windows(SPAN, sent), held), sent);
    }

    @Test
    void nothingSaidIsOneEmptyWindow() {
        List<Window> windows = Comparison.windows(SPAN, List.of());

        assertThat(windows).containsExactly(Window.of(SINCE, UNTIL, List.of()));
    }

    @Test
    void windowsFollowEachOtherAndHoldEveryMessageOnce() {
        List<Said> sent = said(0, 2 * Comparison.PER_WINDOW + 1);

        List<Window> windows = Comparison.windows(SPAN, sent);

        assertThat(windows).extracting(Window::count).containsExactly(2_000, 2_000, 1);
        assertThat(windows.get(0).since()).isEqualTo(SINCE);
        assertThat(windows.get(1).since()).isEqualTo(windows.get(0).until());
        assertThat(windows.get(2).since()).isEqualTo(windows.get(1).until());
        assertThat(windows.get(2).until()).isEqualTo(UNTIL);
        assertThat(windows).allSatisfy(window -> assertThat(window.count())
                .isEqualTo(Said.within(window, sent).size()));
    }

    @Test
    void messagesOfOneMillisecondAreNeverParted() {
        List<Said> sent = said(0, Comparison.PER_WINDOW);
        Instant last = sent.get(sent.size() - 1).issued();
        sent.add(new Said(9_999, Digest.sha256("at the same time"), last));
        sent.add(said(Comparison.PER_WINDOW + 1));

        assertThat(Comparison.windows(SPAN, sent)).extracting(Window::count).containsExactly(2_001, 1);
    }

    @Test
    void moreThanTheWindowsHoldLeavesOutTheOldest() {
        List<Said> sent = said(0, Comparison.PER_WINDOW * Reconciliation.MAX_WINDOWS + 1);

        List<Window> windows = Comparison.windows(SPAN, sent);

        assertThat(windows).hasSize(Reconciliation.MAX_WINDOWS);
        assertThat(windows.get(0).contains(said(0).issued())).isFalse();
        assertThat(windows.get(windows.size() - 1).until()).isEqualTo(UNTIL);
    }

    @Test
    void sameOnBothSidesIsInStepAndListsNothing() {
        List<Said> sent = said(0, 5);

        List<Window> holdings = Comparison.holdings(Comparison.windows(SPAN, sent), said(0, 5));

        assertThat(holdings).allSatisfy(window -> assertThat(window.digests()).isEmpty());
        assertThat(Comparison.judge(holdings, sent).difference().isNone()).isTrue();
        assertThat(Comparison.difference(Comparison.windows(SPAN, sent), holdings)
                        .isNone())
                .isTrue();
    }

    @Test
    void whatIsNotHeldIsFoundByName() {
        List<Said> held = said(0, 5);
        held.remove(3);

        Comparison.Finding finding = compared(said(0, 5), held);

        assertThat(finding.missing()).containsExactly(said(3));
        assertThat(finding.difference()).isEqualTo(new Difference(1, 0));
    }

    @Test
    void receiverThatLostEverythingIsSentEverythingHoweverMuchItIs() {
        List<Said> sent = said(0, 3 * Reconciliation.MAX_DIGESTS);

        Comparison.Finding finding = compared(sent, List.of());

        assertThat(finding.missing()).isEqualTo(sent);
    }

    @Test
    void whatIsHeldAndNotKnownIsCountedAndNothingFollows() {
        Comparison.Finding finding = compared(said(0, 3), said(0, 5));

        assertThat(finding.missing()).isEmpty();
        assertThat(finding.difference()).isEqualTo(new Difference(0, 2));
    }

    @Test
    void oneForAnotherIsOneMissingAndOneUnknown() {
        List<Said> held = said(1, 4);
        List<Window> asked = Comparison.windows(SPAN, said(0, 3));

        assertThat(compared(said(0, 3), held).difference()).isEqualTo(new Difference(1, 1));
        assertThat(Comparison.difference(asked, Comparison.holdings(asked, held)))
                .isEqualTo(new Difference(1, 1));
    }

    @Test
    void receiverTellsFromTheFiguresHowManyItMisses() {
        List<Window> asked = Comparison.windows(SPAN, said(0, 5));

        assertThat(Comparison.difference(asked, Comparison.holdings(asked, said(0, 3))))
                .isEqualTo(new Difference(2, 0));
    }

    @Test
    void listsFillTheMessageFromTheNewestWindowOn() {
        List<Said> sent = said(0, 4 * Comparison.PER_WINDOW);
        List<Said> held = new ArrayList<>(sent);
        for (int window = 3; window >= 0; window--) {
            held.remove(window * Comparison.PER_WINDOW);
        }

        List<Window> holdings = Comparison.holdings(Comparison.windows(SPAN, sent), held);

        assertThat(holdings)
                .extracting(window -> window.digests().size())
                .containsExactly(0, Reconciliation.MAX_DIGESTS - 2 * 1_999, 1_999, 1_999);
        Comparison.Finding finding = Comparison.judge(holdings, sent);
        assertThat(finding.missing())
                .contains(said(3 * Comparison.PER_WINDOW), said(2 * Comparison.PER_WINDOW))
                .isSubsetOf(said(0), said(2_000), said(4_000), said(6_000));
        assertThat(finding.difference()).isEqualTo(new Difference(4, 0));
    }

    @Test
    void whatIsHeldBehindTheEndOfACutListIsNotMissing() {
        List<Said> sent = said(0, 10);
        List<Said> held = said(0, 9);
        Window whole = Window.of(SINCE, UNTIL, Said.digests(held));

        Window cut = whole.listing(Said.digests(held), 3);

        assertThat(Comparison.judge(List.of(cut), sent).missing()).isSubsetOf(said(9));
        assertThat(Comparison.judge(List.of(whole), sent).missing()).isEmpty();
        assertThat(Comparison.judge(List.of(whole), sent).difference()).isEqualTo(new Difference(1, 0));
    }

    @Test
    void messagesOutsideTheWindowsAreNotJudged() {
        Window old = Window.of(SINCE, SINCE.plusSeconds(2), List.of());

        assertThat(Comparison.judge(List.of(old), said(0, 5)).missing()).containsExactly(said(0), said(1));
    }
}
