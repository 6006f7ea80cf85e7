/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;

/** What two members compare, how it is counted and hashed, and how large it may be. */
class ReconciliationTest {

    private static final Instant AT = Instant.parse("2026-11-24T03:00:00Z");
    private static final Member KZ = Examples.member("kz");
    private static final Member UZ = Examples.member("uz");

    private static List<Digest> digests(int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(number -> Digest.sha256("message " + number))
                .toList();
    }

    private static Window window(int minutesAgo, List<Digest> said) {
        return Window.of(AT.minusSeconds(60L * minutesAgo), AT.minusSeconds(60L * (minutesAgo - 1)), said);
    }

    @Test
    void hashIsThatOfTheSortedLines() {
        Digest one = new Digest("b".repeat(64));
        Digest other = new Digest("a".repeat(64));

        Window window = window(1, List.of(one, other));

        assertThat(window.sha256()).isEqualTo(Digest.sha256("a".repeat(64) + "\n" + "b".repeat(64) + "\n"));
        assertThat(window.isLike(window(1, List.of(other, one)))).isTrue();
        assertThat(window.isLike(window(1, List.of(other)))).isFalse();
    }

    @Test
    void emptyWindowHasTheHashOfNothing() {
        Window window = window(1, List.of());

        assertThat(window.count()).isZero();
        assertThat(window.sha256()).isEqualTo(Digest.sha256(""));
        assertThat(window.isListed()).isTrue();
    }

    @Test
    void windowContainsItsBeginningAndNotItsEnd() {
        Window window = window(1, List.of());

        assertThat(window.contains(window.since())).isTrue();
        assertThat(window.contains(window.until())).isFalse();
    }

    @Test
    void listThatWasCutSaysHowFarItReaches() {
        List<Digest> said = new ArrayList<>(digests(0, 10));
        said.sort((one, other) -> one.hex().compareTo(other.hex()));

        Window cut = window(1, said).listing(said, 4);

        assertThat(cut.digests()).isEqualTo(said.subList(0, 4));
        assertThat(cut.isListed()).isFalse();
        assertThat(cut.reaches(said.get(3))).isTrue();
        assertThat(cut.reaches(said.get(4))).isFalse();
        assertThat(window(1, said).reaches(said.get(0))).isFalse();
    }

    @Test
    void largestMessageFitsIntoASignedOne() {
        int each = Reconciliation.MAX_DIGESTS / Reconciliation.MAX_WINDOWS;
        List<Window> windows = IntStream.range(0, Reconciliation.MAX_WINDOWS)
                .mapToObj(number -> {
                    List<Digest> said = digests(number * each, (number + 1) * each);
                    return window(Reconciliation.MAX_WINDOWS - number, said).listing(said, each);
                })
                .toList();
        Reconciliation summary = Reconciliation.summary(KZ, UZ, AT, windows);

        SignedMessage signed = Examples.signed(Reconciliation.held(summary, AT, windows));

        assertThat(signed.bytes()).hasSizeLessThan(SignedMessage.MAX_BYTES);
    }

    @Test
    void moreDigestsOrWindowsThanTheLimitAreRefused() {
        List<Digest> many = digests(0, Reconciliation.MAX_DIGESTS + 1);
        Window full = window(1, many).listing(many, many.size());
        List<Window> windows = IntStream.rangeClosed(1, Reconciliation.MAX_WINDOWS + 1)
                .mapToObj(number -> window(Reconciliation.MAX_WINDOWS + 2 - number, List.of()))
                .toList();

        assertThatIllegalArgumentException().isThrownBy(() -> Reconciliation.summary(KZ, UZ, AT, List.of(full)));
        assertThatIllegalArgumentException().isThrownBy(() -> Reconciliation.summary(KZ, UZ, AT, windows));
        assertThatIllegalArgumentException().isThrownBy(() -> Reconciliation.summary(KZ, UZ, AT, List.of()));
    }

    @Test
    void windowsFollowEachOtherAndLieInTheMonthBeforeTheSummary() {
        Window early = window(2, List.of());
        Window late = window(1, List.of());
        Window old = Window.of(AT.minus(Reconciliation.MAX_SPAN).minusMillis(1), AT, List.of());
        Window ahead = Window.of(AT, AT.plusMillis(1), List.of());

        assertThat(Reconciliation.summary(KZ, UZ, AT, List.of(early, late)).windows())
                .containsExactly(early, late);
        assertThatIllegalArgumentException().isThrownBy(() -> Reconciliation.summary(KZ, UZ, AT, List.of(late, early)));
        assertThatIllegalArgumentException().isThrownBy(() -> Reconciliation.summary(KZ, UZ, AT, List.of(late, late)));
        assertThatIllegalArgumentException().isThrownBy(() -> Reconciliation.summary(KZ, UZ, AT, List.of(old)));
        assertThatIllegalArgumentException().isThrownBy(() -> Reconciliation.summary(KZ, UZ, AT, List.of(ahead)));
    }

    @Test
    void listIsInOrderWithoutRepetitionAndNoLongerThanTheCount() {
        Digest one = new Digest("a".repeat(64));
        Digest other = new Digest("b".repeat(64));
        Window two = window(1, List.of(one, other));

        assertThatIllegalArgumentException().isThrownBy(() -> listed(two, List.of(other, one)));
        assertThatIllegalArgumentException().isThrownBy(() -> listed(two, List.of(one, one)));
        assertThatIllegalArgumentException().isThrownBy(() -> listed(window(1, List.of()), List.of(one)));
        assertThatIllegalArgumentException().isThrownBy(() -> Window.of(AT, AT, List.of()));
    }

    private static Window listed(Window window, List<Digest> digests) {
        return new Window(window.since(), window.until(), window.count(), window.sha256(), digests);
    }

    @Test
    void answerNamesTheSummaryItAnswersAndGoesBack() {
        Reconciliation summary = Reconciliation.summary(KZ, UZ, AT, List.of(window(1, List.of())));

        Reconciliation held = Reconciliation.held(summary, AT.plusSeconds(1), summary.windows());

        assertThat(held.asked()).isEqualTo(AT);
        assertThat(held.member()).isEqualTo(UZ);
        assertThat(held.to()).isEqualTo(KZ);
        assertThatNullPointerException()
                .isThrownBy(
                        () -> new Reconciliation(1, UZ, KZ, ReconciliationKind.HELD, AT, null, held.windows(), null));
    }

    @Test
    void exampleOfTheProtocolIsReadAndWrittenAlike() throws IOException, Undecodable {
        String example = Files.readString(Path.of("../../docs/examples/reconciliation.json"));

        Message message = MessageCodec.decode(MessageType.RECONCILIATION, example.getBytes(StandardCharsets.UTF_8));

        assertThat(message).isInstanceOf(Reconciliation.class);
        assertThat(new String(MessageCodec.encode(message), StandardCharsets.UTF_8))
                .isEqualTo(example.replaceAll("\\s", ""));
    }
}
