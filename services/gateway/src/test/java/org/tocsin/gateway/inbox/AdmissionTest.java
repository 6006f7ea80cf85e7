/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.History;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.inbox.Admission.Verdict;
import org.tocsin.gateway.outbox.Receipts;
import org.tocsin.gateway.outbox.Settlement;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.message.Receipt;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.message.Window;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.inbound.Batch;
import org.tocsin.transport.inbound.Inbound;

/** What becomes of a verified message at kz. */
class AdmissionTest {

    private static final Instant APPENDED = Instant.parse("2026-03-01T08:00:01Z");
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:02Z");
    private static final Instant EARLIER = Instant.parse("2026-03-01T07:00:00Z");

    private final Alert foreign = Examples.alert().from("uz").to("kz", "kg").build();
    private final Alert own = Examples.alert().from("kz").to("uz").info("kg").build();

    private static Inbound inbound(Message message, Instant appendedAt) {
        return new Inbound(
                message,
                Examples.signed(message),
                message.author(),
                Lane.URGENT,
                appendedAt,
                List.of(),
                new Inbound.Source("tocsin.inbox.kz.urgent", 0, 1, "key"));
    }

    private static Verdict decide(Message message, History history) {
        return decide(message, history, Examples.directory());
    }

    private static Verdict decide(Message message, History history, Directory directory) {
        return new Admission(Examples.member("kz"), NOW, new Known(history.events()), directory)
                .decide(inbound(message, APPENDED));
    }

    // What the directory says of kz in its next record.
    private static Directory kzBeing(MemberStatus status, @Nullable Label ceiling) {
        DirectoryEntry first = Examples.entry("kz");
        return Examples.directory()
                .with(new DirectoryEntry(
                        first.v(),
                        first.member(),
                        2,
                        first.kind(),
                        first.name(),
                        status,
                        first.keys(),
                        first.deadlines(),
                        ceiling,
                        first.dutyContact()));
    }

    private static Verdict decide(Message message) {
        return decide(message, History.of("kz"));
    }

    private static Settlement settled(Message message, String member) {
        return new Settlement(Examples.signed(message).digest(), Examples.member(member));
    }

    private static Receipt.Cover confirmed(Verdict verdict) {
        assertThat(verdict.refusal()).isNull();
        assertThat(verdict.receipts()).hasSize(1);
        return verdict.receipts().get(0).cover();
    }

    private History holdingForeign() {
        return History.of("kz").received(foreign, EARLIER);
    }

    @Test
    void alertThatNamesUsIsAnEventAndConfirmedToItsOrigin() {
        Verdict verdict = decide(foreign);

        assertThat(verdict.events())
                .extracting(Event::key)
                .containsExactly(Event.keyOf(foreign.header().alert(), 1));
        assertThat(verdict.receipts()).extracting(Receipts.Due::to).containsExactly(Examples.member("uz"));
        assertThat(confirmed(verdict).receivedAt()).isEqualTo(NOW);
        assertThat(confirmed(verdict).displayedAt()).isNull();
        assertThat(verdict.settled()).isEmpty();
    }

    @Test
    void alertForOthersIsNotAddressed() {
        assertThat(decide(Examples.alert().from("uz").to("kg").build()).refusal())
                .isEqualTo(Refusal.NOT_ADDRESSED);
    }

    @Test
    void alertAboveOurCeilingIsNotLetInThoughItNamesUs() {
        Directory directory = kzBeing(MemberStatus.ACTIVE, Label.GREEN);

        assertThat(decide(foreign, History.of("kz"), directory).refusal()).isEqualTo(Refusal.ABOVE_CEILING);
        assertThat(decide(foreign, History.of("kz"), directory).events()).isEmpty();
    }

    @Test
    void alertOfOurCeilingIsLetIn() {
        assertThat(decide(foreign, History.of("kz"), kzBeing(MemberStatus.ACTIVE, Label.AMBER))
                        .refusal())
                .isNull();
    }

    @Test
    void suspendedMemberLetsNoAlertIn() {
        assertThat(decide(foreign, History.of("kz"), kzBeing(MemberStatus.SUSPENDED, null))
                        .refusal())
                .isEqualTo(Refusal.MEMBER_NOT_ACTIVE);
    }

    @Test
    void memberThatTheDirectoryDoesNotNameLetsNoAlertIn() {
        assertThat(decide(foreign, History.of("kz"), Directory.EMPTY).refusal()).isEqualTo(Refusal.UNKNOWN_MEMBER);
    }

    @Test
    void alertHeldAlreadyIsConfirmedAgainWhateverTheCeilingIsNow() {
        Verdict again = decide(foreign, holdingForeign(), kzBeing(MemberStatus.ACTIVE, Label.CLEAR));

        assertThat(confirmed(again).receivedAt()).isEqualTo(EARLIER);
    }

    @Test
    void reminderThatOvertakesItsAlertIsForWhoMayReadAnyLabel() {
        Notice ours = Examples.late(NoticeKind.REMINDER, "kz", foreign, APPENDED);
        Notice others = Examples.late(NoticeKind.REMINDER, "kg", foreign, APPENDED);

        assertThat(decide(ours).events()).extracting(Event::tlp).containsExactly(Label.RED);
        assertThat(decide(others).events()).extracting(Event::tlp).containsOnlyNulls();
    }

    @Test
    void comparisonForUsIsNoEventAndOneForOthersIsNotAddressed() {
        Window window = Window.of(EARLIER, APPENDED, List.of());
        Reconciliation ours =
                Reconciliation.summary(Examples.member("uz"), Examples.member("kz"), APPENDED, List.of(window));
        Reconciliation others =
                Reconciliation.summary(Examples.member("uz"), Examples.member("kg"), APPENDED, List.of(window));

        assertThat(decide(ours)).isEqualTo(Verdict.noted(List.of(), List.of()));
        assertThat(decide(others).refusal()).isEqualTo(Refusal.NOT_ADDRESSED);
    }

    @Test
    void alertAppendedAfterItExpiredIsExpired() {
        Alert late = Examples.alert()
                .from("uz")
                .to("kz")
                .expires(APPENDED.minusMillis(1))
                .build();
        Alert just = Examples.alert().from("uz").to("kz").expires(APPENDED).build();

        assertThat(decide(late).refusal()).isEqualTo(Refusal.EXPIRED);
        assertThat(decide(just).refusal()).isNull();
    }

    @Test
    void strangeClockOfTheOriginIsShownNotRefused() {
        Alert off = Examples.alert()
                .from("uz")
                .to("kz")
                .issued(APPENDED.plusSeconds(301))
                .build();
        Alert near = Examples.alert()
                .from("uz")
                .to("kz")
                .issued(APPENDED.plusSeconds(300))
                .build();

        assertThat(decide(off).events().get(0).data()).contains("\"skew\":\"PT5M1S\"");
        assertThat(decide(near).events().get(0).data()).doesNotContain("skew");
    }

    @Test
    void ownDeadlineRunsFromTheAppend() {
        assertThat(decide(foreign).events().get(0).data()).contains("\"acknowledgeBy\":\"2026-03-01T08:30:01.000Z\"");
    }

    @Test
    void onlyAMaterialUpdateOpensAnotherDeadline() {
        Alert material = Examples.alert().updating(foreign).material(true).build();
        Alert small = Examples.alert().updating(foreign).material(false).build();

        assertThat(deadline(decide(small, holdingForeign()))).isEqualTo(EARLIER.plus(Duration.ofMinutes(30)));
        assertThat(deadline(decide(material, holdingForeign()))).isEqualTo(APPENDED.plus(Duration.ofMinutes(30)));
    }

    private static Instant deadline(Verdict verdict) {
        return WireJson.MAPPER
                .readValue(verdict.events().get(0).data(), AlertItem.class)
                .acknowledgeBy();
    }

    @Test
    void otherBytesUnderAKnownRevisionAreAConflict() {
        Alert other = new Alert(foreign.header(), AlertBody.EMPTY);

        assertThat(decide(other, holdingForeign()).refusal()).isEqualTo(Refusal.ALERT_ID_CONFLICT);
    }

    @Test
    void knownAlertIsConfirmedAgainWithTheTimeItFirstArrived() {
        assertThat(confirmed(decide(foreign, holdingForeign())).receivedAt()).isEqualTo(EARLIER);
    }

    @Test
    void answerToOurAlertIsAnEventAndConfirmedToItsAuthor() {
        Answer answer = Examples.answer("uz", own).build();

        Verdict verdict = decide(answer, History.of("kz").sent(own));

        assertThat(verdict.events()).extracting(Event::key).containsExactly(Event.keyOf(answer.answer()));
        assertThat(verdict.receipts()).extracting(Receipts.Due::to).containsExactly(Examples.member("uz"));
        assertThat(confirmed(verdict).answer()).isEqualTo(answer.answer());
    }

    @Test
    void answerForOthersIsNotAddressed() {
        Answer answer = Examples.answer("uz", own).to("kg").build();

        assertThat(decide(answer, History.of("kz").sent(own)).refusal()).isEqualTo(Refusal.NOT_ADDRESSED);
    }

    @Test
    void answerToWhatWeDoNotHoldHasNoSubject() {
        assertThat(decide(Examples.answer("uz", own).build()).refusal()).isEqualTo(Refusal.UNKNOWN_SUBJECT);
    }

    @Test
    void answerByWhomNoRevisionNamesIsRefused() {
        Answer stranger = Examples.answer("tj", own).build();

        assertThat(decide(stranger, History.of("kz").sent(own)).refusal()).isEqualTo(Refusal.AUTHOR_NOT_ADDRESSED);
    }

    @Test
    void answerOfAFellowAddresseeOrTheOriginIsTaken() {
        assertThat(decide(Examples.answer("kg", foreign).to("uz", "kz").build(), holdingForeign())
                        .refusal())
                .isNull();
        assertThat(decide(Examples.answer("uz", foreign).to("kz").build(), holdingForeign())
                        .refusal())
                .isNull();
    }

    @Test
    void knownAnswerIsConfirmedAgainWithTheTimeItFirstArrived() {
        Answer answer = Examples.answer("uz", own).build();

        Verdict verdict = decide(answer, History.of("kz").sent(own).received(answer, EARLIER));

        assertThat(confirmed(verdict).receivedAt()).isEqualTo(EARLIER);
    }

    @Test
    void otherBytesUnderAKnownAnswerAreAConflict() {
        Answer answer = Examples.answer("uz", own).build();
        Answer other = Examples.answer("uz", own)
                .id(answer.id())
                .note("Something else.")
                .build();

        assertThat(decide(other, History.of("kz").sent(own).received(answer, EARLIER))
                        .refusal())
                .isEqualTo(Refusal.ALERT_ID_CONFLICT);
    }

    @Test
    void receiptSettlesWhatItCoversForItsMember() {
        Receipt receipt = Examples.receipt("uz", own).build();

        Verdict verdict = decide(receipt, History.of("kz").sent(own));

        assertThat(verdict.settled()).containsExactly(settled(own, "uz"));
        assertThat(verdict.receipts()).isEmpty();
        assertThat(verdict.events()).hasSize(1);
    }

    @Test
    void receiptOfADisplayIsTwoEvents() {
        Receipt receipt =
                Examples.receipt("uz", "kz").displayed(NOW).covering(own).build();

        assertThat(decide(receipt, History.of("kz").sent(own)).events())
                .extracting(Event::key)
                .containsExactly(
                        Event.keyOf(Examples.member("uz"), own.header().alert(), 1, Stage.RECEIVED),
                        Event.keyOf(Examples.member("uz"), own.header().alert(), 1, Stage.DISPLAYED));
    }

    @Test
    void receiptSettlesAnAnswerToo() {
        Answer answer = Examples.answer("kz", foreign).build();
        Receipt receipt = Examples.receipt("uz", "kz").covering(answer).build();

        assertThat(decide(receipt, holdingForeign().sent(answer)).settled()).containsExactly(settled(answer, "uz"));
    }

    @Test
    void receiptForAnotherSenderIsNotAddressed() {
        assertThat(decide(
                                Examples.receipt("uz", "kg").covering(own).build(),
                                History.of("kz").sent(own))
                        .refusal())
                .isEqualTo(Refusal.NOT_ADDRESSED);
    }

    @Test
    void receiptForWhatWasNeverSentToItsMemberHasNoSubject() {
        History history = History.of("kz").sent(own);

        assertThat(decide(Examples.receipt("uz", own).build()).refusal()).isEqualTo(Refusal.UNKNOWN_SUBJECT);
        assertThat(decide(Examples.receipt("tj", own).build(), history).refusal())
                .isEqualTo(Refusal.UNKNOWN_SUBJECT);
        assertThat(decide(
                                Examples.receipt("uz", "kz")
                                        .covering(own)
                                        .covering(foreign)
                                        .build(),
                                history)
                        .refusal())
                .isEqualTo(Refusal.UNKNOWN_SUBJECT);
    }

    @Test
    void receiptForAnotherRevisionThanItsDigestSaysHasNoSubject() {
        Alert update = Examples.alert().to("uz").updating(own).build();
        Receipt.Cover crossed = new Receipt.Cover(
                own.header().alert(), 2, null, Examples.signed(own).digest(), NOW, null);

        assertThat(decide(
                                Examples.receipt("uz", "kz").covering(crossed).build(),
                                History.of("kz").sent(own).sent(update))
                        .refusal())
                .isEqualTo(Refusal.UNKNOWN_SUBJECT);
    }

    @Test
    void dispatchIsAnEventAndSettlesNothing() {
        Verdict verdict =
                decide(Examples.dispatched(own, APPENDED), History.of("kz").sent(own));

        assertThat(verdict.events()).hasSize(1);
        assertThat(verdict.settled()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"above-ceiling", "member-not-active", "unknown-member", "is-origin"})
    void finalRefusalSettlesItsRecipient(String reason) {
        assertThat(decide(refused("uz", reason)).settled()).containsExactly(settled(own, "uz"));
        assertThat(decide(dispatchedButRefused("uz", reason)).settled()).containsExactly(settled(own, "uz"));
    }

    @Test
    void refusalOfTheWholeRecordSettlesItForAll() {
        Notice.Refused whole = new Notice.Refused(
                own.header().alert(), 1, null, Examples.signed(own).digest(), "key-not-valid");

        assertThat(decide(Notice.refused(NOW, whole)).settled())
                .containsExactly(new Settlement(Examples.signed(own).digest(), null));
    }

    @Test
    void refusalThatNamesNoAlertOfOursSettlesNothing() {
        Notice.Refused junk =
                new Notice.Refused(null, null, null, Examples.signed(own).digest(), "origin-mismatch");

        assertThat(decide(Notice.refused(NOW, junk)).settled()).isEmpty();
    }

    @Test
    void recallThatComesTwiceUndoesNothingAndIsConfirmed() {
        Alert recall = Examples.alert().cancelling(foreign).build();
        Alert again = Examples.alert().cancelling(recall).build();

        assertThat(decide(again, History.of("kz").received(recall, EARLIER)).refusal())
                .isNull();
    }

    @Test
    void nothingFollowsARecall() {
        Alert recall = Examples.alert().cancelling(foreign).build();
        Alert after = Examples.alert().updating(recall).build();

        assertThat(decide(after, History.of("kz").received(recall, EARLIER)).refusal())
                .isEqualTo(Refusal.ALREADY_CANCELLED);
    }

    @Test
    void alertInAnotherLaneThanItsPrecedenceIsRefused() {
        Alert routine = Examples.alert()
                .from("uz")
                .to("kz")
                .precedence(org.tocsin.protocol.Precedence.ROUTINE)
                .build();

        assertThat(decide(routine).refusal()).isEqualTo(Refusal.LANE_MISMATCH);
    }

    @Test
    void missingInboxSettlesNothing() {
        assertThat(decide(refused("uz", "no-inbox")).settled()).isEmpty();
        assertThat(decide(dispatchedButRefused("uz", "no-inbox")).settled()).isEmpty();
    }

    @Test
    void missedDeadlineIsAnEvent() {
        assertThat(decide(Examples.late(NoticeKind.OVERDUE, "kz", foreign, NOW)).events())
                .hasSize(1);
    }

    @Test
    void batchIsJudgedInItsOrder() {
        Alert other = new Alert(foreign.header(), AlertBody.EMPTY);
        Answer fellow = Examples.answer("kg", foreign).to("uz", "kz").build();

        Inbox.Decided decided = judged(foreign, fellow, foreign, other);

        assertThat(decided.refused()).hasSize(1);
        assertThat(decided.kept()).hasSize(3);
        assertThat(decided.events()).hasSize(2);
        assertThat(decided.receipts()).hasSize(3);
    }

    @Test
    void batchRefusesOneWithoutTheOthers() {
        Inbox.Decided decided = judged(Examples.alert().from("uz").to("kg").build(), foreign);

        assertThat(decided.refused()).hasSize(1);
        assertThat(decided.events()).hasSize(1);
    }

    private static Inbox.Decided judged(Message... messages) {
        List<Inbound> inbound =
                Stream.of(messages).map(message -> inbound(message, APPENDED)).toList();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new Inbox.Judge(
                        new Self(Examples.member("kz")),
                        clock,
                        new DeliveryTimes(new io.micrometer.core.instrument.simple.SimpleMeterRegistry(), clock))
                .decide(
                        new Batch(inbound, List.of(), List.of(), List.of()),
                        new Known(List.of()),
                        Examples.directory());
    }

    private Notice refused(String member, String reason) {
        return Notice.refused(
                NOW,
                new Notice.Refused(
                        own.header().alert(),
                        1,
                        Examples.member(member),
                        Examples.signed(own).digest(),
                        reason));
    }

    private Notice dispatchedButRefused(String member, String reason) {
        Notice.Dispatched all = Examples.dispatched(own, APPENDED).dispatched().get(0);
        List<Notice.Copy> copies = all.recipients().stream()
                .map(copy -> copy.member().code().equals(member)
                        ? new Notice.Copy(copy.member(), copy.kind(), null, reason)
                        : copy)
                .toList();
        return Notice.dispatched(
                NOW,
                List.of(new Notice.Dispatched(
                        all.alert(),
                        all.revision(),
                        all.digest(),
                        all.status(),
                        all.precedence(),
                        all.appendedAt(),
                        null,
                        copies,
                        null)));
    }
}
