/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tocsin.coordinator.deadline.Deadline;
import org.tocsin.coordinator.notice.Telling;
import org.tocsin.coordinator.testing.Inbounds;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.message.Window;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.inbound.Quarantined;

/** What a batch comes to: deadlines, answers, and who is told what. */
class AccountTest {

    private static final Instant APPENDED = Examples.ISSUED.plusMillis(3);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private final Known known = new Known();
    private final Undelivered undelivered = new Undelivered();

    @Test
    void originAndCentreAreToldOfADispatchInOneNotice() {
        Alert alert = Examples.alert().from("kz").to("uz").info("kg").build();

        Telling told = account(Inbounds.of(alert, APPENDED)).tellings().get(0);

        assertThat(told.targets()).containsExactlyInAnyOrder(new Member("kz"), Member.CENTRE);
        assertThat(told.notice().dispatched().get(0).recipients())
                .extracting(copy -> copy.member().code(), Notice.Copy::acknowledgeBy)
                .containsExactly(
                        tuple("uz", APPENDED.plus(HALF_AN_HOUR)),
                        tuple("kg", APPENDED.plus(HALF_AN_HOUR.multipliedBy(2))));
    }

    @Test
    void centreLearnsThatOnePersonAloneReleasedAnAlertAndNeverWhoAnOfficerIs() {
        Alert alone = Examples.alert().from("kz").to("uz").releasedBy("single").build();
        Alert byTwo = Examples.alert()
                .from("kz")
                .to("uz")
                .releasedBy("officer/0123456789ab")
                .build();

        assertThat(account(Inbounds.of(alone, APPENDED))
                        .tellings()
                        .get(0)
                        .notice()
                        .dispatched()
                        .get(0)
                        .releasedBy())
                .isEqualTo("single");
        assertThat(account(Inbounds.of(byTwo, APPENDED))
                        .tellings()
                        .get(0)
                        .notice()
                        .dispatched()
                        .get(0)
                        .releasedBy())
                .isNull();
    }

    @Test
    void whatTwoMembersCompareGoesToTheOtherAndIsToldToNobody() {
        Instant since = Examples.ISSUED.minusSeconds(60);
        Reconciliation summary = Reconciliation.summary(
                new Member("kz"),
                new Member("uz"),
                Examples.ISSUED,
                List.of(Window.of(since, Examples.ISSUED, List.of())));
        Inbound inbound = Inbounds.of(summary, APPENDED);

        Sorting sorting = sorted(inbound);

        assertThat(sorting.parcels()).containsExactly(new Parcel(inbound, new Member("uz"), APPENDED));
        assertThat(account(inbound).tellings()).isEmpty();
        assertThat(account(inbound).answered()).isEmpty();
    }

    @Test
    void copyThatTheRuleStopsIsEvidenceForTheOriginAlone() {
        Alert alert = Examples.alert().from("kz").to("uz", "zz").build();

        List<Telling> told = account(Inbounds.of(alert, APPENDED)).tellings();

        Telling evidence = told.stream()
                .filter(telling -> telling.notice().kind() == NoticeKind.REFUSED)
                .findFirst()
                .orElseThrow();
        assertThat(evidence.targets()).containsExactly(new Member("kz"));
        assertThat(evidence.notice().refused())
                .isEqualTo(Notice.Refused.byRule(
                        alert.header(), Examples.signed(alert).digest(), new Member("zz"), "unknown-member"));
        assertThat(told)
                .filteredOn(telling -> telling.targets().contains(Member.CENTRE))
                .allSatisfy(telling -> assertThat(telling.notice().toString()).doesNotContain("AMBER"));
    }

    @Test
    void recipientsObjectionGoesToTheOriginAndIsToldToNobody() {
        Alert alert = Examples.alert().from("kz").to("uz").build();
        Objection objection = Objection.atRecipient(
                new Member("uz"),
                alert.header(),
                new Objection.Stopped(
                        "above-ceiling",
                        alert.header().tlp(),
                        null,
                        null,
                        Examples.signed(alert).digest(),
                        null),
                APPENDED);
        Inbound inbound = Inbounds.of(objection, APPENDED);

        assertThat(sorted(inbound).parcels()).containsExactly(new Parcel(inbound, new Member("kz"), APPENDED));
        assertThat(account(inbound).tellings()).isEmpty();
    }

    @Test
    void severalOriginsAreToldApartAndTheCentreOfAll() {
        Alert one = Examples.alert().from("kz").to("uz").build();
        Alert other = Examples.alert().from("tj").to("uz").build();

        List<Telling> told = account(Inbounds.of(one, APPENDED), Inbounds.of(other, APPENDED))
                .tellings();

        assertThat(told)
                .extracting(
                        Telling::targets,
                        telling -> telling.notice().dispatched().get(0).alert())
                .containsExactlyInAnyOrder(
                        tuple(
                                Set.of(new Member("kz"), Member.CENTRE),
                                one.header().alert()),
                        tuple(
                                Set.of(new Member("tj"), Member.CENTRE),
                                other.header().alert()));
    }

    @Test
    void theCentreAsOriginIsToldOnce() {
        Alert alert = Examples.alert().from("centre").to("uz").build();

        assertThat(account(Inbounds.of(alert, APPENDED)).tellings())
                .singleElement()
                .satisfies(told -> assertThat(told.targets()).containsExactly(Member.CENTRE));
    }

    @Test
    void aFailedCopyIsToldAsNoInboxAndOpensNoDeadline() {
        Alert alert = Examples.alert().to("uz", "kg").build();
        Inbound inbound = Inbounds.of(alert, APPENDED);
        undelivered.add(new Parcel(inbound, new Member("kg"), APPENDED));

        Account account = account(inbound);

        assertThat(account.opened()).extracting(Deadline::member).containsExactly(new Member("uz"));
        assertThat(copiesOf(account)).extracting(Notice.Copy::refusal).containsExactly(null, "no-inbox");
    }

    @Test
    void anOriginMoreThanFiveMinutesOffIsFlaggedAndItsDeadlineUnmoved() {
        Alert wrong = Examples.alert()
                .to("uz")
                .issued(APPENDED.minus(Duration.ofMinutes(10)))
                .build();
        Alert right = Examples.alert()
                .to("uz")
                .issued(APPENDED.plus(Duration.ofMinutes(5)))
                .build();

        Account account = account(Inbounds.of(wrong, APPENDED), Inbounds.of(right, APPENDED));

        assertThat(account.tellings().get(0).notice().dispatched())
                .extracting(Notice.Dispatched::skew)
                .containsExactly(Duration.ofMinutes(-10), null);
        assertThat(account.opened()).extracting(Deadline::acknowledgeBy).containsOnly(APPENDED.plus(HALF_AN_HOUR));
    }

    @Test
    void aMaterialRevisionOpensANewDeadline() {
        Alert first = Examples.alert().to("uz").build();
        Alert update = Examples.alert().updating(first).to("uz").material(true).build();

        Account account = account(Inbounds.of(first, APPENDED), Inbounds.of(update, APPENDED.plusSeconds(60)));

        assertThat(account.opened())
                .extracting(Deadline::revision, Deadline::acknowledgeBy)
                .containsExactly(
                        tuple(1, APPENDED.plus(HALF_AN_HOUR)),
                        tuple(2, APPENDED.plusSeconds(60).plus(HALF_AN_HOUR)));
    }

    @Test
    void aRevisionThatIsNotMaterialKeepsTheOldDeadlineAndOpensOneForWhoeverIsNew() {
        Alert first = Examples.alert().to("uz").build();
        Alert update =
                Examples.alert().updating(first).to("uz", "kg").material(false).build();

        Account account = account(Inbounds.of(first, APPENDED), Inbounds.of(update, APPENDED.plusSeconds(60)));

        assertThat(account.opened())
                .extracting(deadline -> deadline.member().code(), Deadline::revision)
                .containsExactly(tuple("uz", 1), tuple("kg", 2));
        assertThat(account.tellings().get(0).notice().dispatched().get(1).recipients())
                .extracting(Notice.Copy::acknowledgeBy)
                .containsExactly(
                        APPENDED.plus(HALF_AN_HOUR), APPENDED.plusSeconds(60).plus(HALF_AN_HOUR));
    }

    @Test
    void aCancelHasADeadlineOfItsOwnWhateverItSaysOfItself() {
        Alert first = Examples.alert().to("uz").build();
        Alert cancel = Examples.alert().cancelling(first).material(false).build();

        Account account = account(Inbounds.of(first, APPENDED), Inbounds.of(cancel, APPENDED.plusSeconds(60)));

        assertThat(account.opened()).extracting(Deadline::revision).containsExactly(1, 2);
    }

    @Test
    void aResendReportsTheStoredDeadlineOfTheMissingMember() {
        Alert alert = Examples.alert().to("uz", "kg").build();
        account(Inbounds.of(alert, APPENDED));

        Account again = account(Inbounds.of(alert, APPENDED.plusSeconds(90), "kg"));

        assertThat(again.opened()).isEmpty();
        assertThat(copiesOf(again))
                .extracting(copy -> copy.member().code(), Notice.Copy::acknowledgeBy)
                .containsExactly(tuple("kg", APPENDED.plus(HALF_AN_HOUR)));
    }

    @Test
    void anAnswerIsAStepForTheCentreAndStopsAClock() {
        Answer answer = Examples.answer("uz", Examples.alert().build()).build();

        Account account = account(Inbounds.of(answer, APPENDED));

        assertThat(account.answered())
                .containsExactly(new Account.Answered(answer.alert(), 1, new Member("uz"), APPENDED));
        assertThat(account.tellings()).singleElement().satisfies(told -> {
            assertThat(told.targets()).containsExactly(Member.CENTRE);
            assertThat(told.notice().steps()).extracting(Notice.Step::stage).containsExactly(Stage.ANSWERED);
        });
    }

    @Test
    void anAnswerItsOriginIsNotToldStopsNoClockAndIsNoStep() {
        Answer answer = Examples.answer("uz", Examples.alert().build()).to("kg").build();

        Account account = account(Inbounds.of(answer, APPENDED));

        assertThat(account.answered()).isEmpty();
        assertThat(account.tellings()).isEmpty();
    }

    @Test
    void anOriginsOwnAnswerIsNoStepOfAnAddressee() {
        Answer answer = Examples.answer("kz", Examples.alert().build()).to("uz").build();

        Account account = account(Inbounds.of(answer, APPENDED));

        assertThat(account.answered()).isEmpty();
        assertThat(account.tellings()).isEmpty();
    }

    @Test
    void anAnswerThatReachesNoInboxIsToldToItsAuthor() {
        Answer answer = Examples.answer("uz", Examples.alert().build()).build();
        Inbound inbound = Inbounds.of(answer, APPENDED);
        undelivered.add(new Parcel(inbound, new Member("kz"), APPENDED));

        assertThat(account(inbound).tellings())
                .filteredOn(told -> told.notice().kind() == NoticeKind.REFUSED)
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.targets()).containsExactlyInAnyOrder(new Member("uz"), Member.CENTRE);
                    assertThat(told.notice().refused().reason()).isEqualTo("no-inbox");
                });
    }

    @Test
    void receiptsForAnswersAreNobodysBusinessButTheirSenders() {
        Alert alert = Examples.alert().build();
        Answer answer = Examples.answer("uz", alert).build();
        Inbound receipt =
                Inbounds.of(Examples.receipt("kz", "uz").covering(answer).build(), APPENDED);

        assertThat(account(receipt).tellings()).isEmpty();
    }

    @Test
    void aReceiptOfSomethingDisplayedIsTwoSteps() {
        Alert alert = Examples.alert().build();
        Inbound receipt = Inbounds.of(
                Examples.receipt("uz", "kz").displayed(APPENDED).covering(alert).build(), APPENDED);

        assertThat(account(receipt).tellings().get(0).notice().steps())
                .extracting(Notice.Step::stage)
                .containsExactly(Stage.RECEIVED, Stage.DISPLAYED);
    }

    @Test
    void manyStepsAreSplitIntoNoticesThatCanBeSigned() {
        Alert alert = Examples.alert().build();
        Inbound[] receipts = IntStream.range(0, 4_500)
                .mapToObj(APPENDED::plusMillis)
                .map(appendedAt -> Inbounds.of(Examples.receipt("uz", alert).build(), appendedAt))
                .toArray(Inbound[]::new);

        List<Telling> told = account(receipts).tellings();

        assertThat(told).extracting(telling -> telling.notice().steps().size()).containsExactly(2_000, 2_000, 500);
        assertThat(told).allSatisfy(telling -> assertThat(
                        Examples.signed(telling.notice()).bytes().length)
                .isLessThan(700 * 1024));
    }

    @Test
    void whatIsRefusedIsToldByDigestAndWhatWaitsIsNotTold() {
        Inbound inbound = Inbounds.of(Examples.alert().build(), APPENDED);
        List<Quarantined> records = Stream.of(Refusal.SIGNATURE_INVALID, Refusal.NEWER_VERSION, Refusal.UNKNOWN_KEY)
                .map(reason -> Quarantined.of(inbound, reason))
                .toList();

        List<Telling> told = Account.of(sorted(), records, undelivered, known).tellings();

        assertThat(told).singleElement().satisfies(telling -> {
            assertThat(telling.targets()).containsExactlyInAnyOrder(new Member("kz"), Member.CENTRE);
            assertThat(telling.notice().refused().reason()).isEqualTo("signature-invalid");
            assertThat(telling.notice().refused().digest())
                    .isEqualTo(inbound.signed().digest());
        });
    }

    @Test
    void answersGoToWhomTheirAuthorSignedForAndNeverBackToIt() {
        Answer answer = Examples.answer("uz", Examples.alert().build())
                .to("kz", "uz", "kg", "kg")
                .build();

        assertThat(sorted(Inbounds.of(answer, APPENDED)).parcels())
                .extracting(parcel -> parcel.to().code())
                .containsExactly("kz", "kg");
    }

    private Account account(Inbound... messages) {
        return Account.of(sorted(messages), List.of(), undelivered, known);
    }

    private Sorting sorted(Inbound... messages) {
        return Sorting.of(List.of(messages), new Dispatch(Examples.directory(), topic -> true), known);
    }

    private static List<Notice.Copy> copiesOf(Account account) {
        return account.tellings().get(0).notice().dispatched().get(0).recipients();
    }
}
