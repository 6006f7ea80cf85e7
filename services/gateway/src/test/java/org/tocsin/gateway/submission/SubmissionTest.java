/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tocsin.gateway.submission.Drafts.draft;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.group.GroupId;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.pending.ReleaseNeed;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.testing.Examples;

/** When a draft of kz becomes an alert, a revision or a recall, and which. */
class SubmissionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final UUID ID = Examples.uuid();
    private static final AlertId EARLIER = AlertId.of("uz.0198c2a4-0000-7000-8000-000000000001");

    private static Submission submission() {
        return submission(Examples.directory());
    }

    private static Submission submission(Directory directory) {
        return new Submission(Drafts.scope(directory), NOW, Map.of());
    }

    private static Alert released(Drafts draft) {
        return submission().release(draft.build(), ID);
    }

    private static Sent sent(Drafts draft) {
        return sent(released(draft));
    }

    private static Sent sent(Alert alert) {
        return new Sent(
                alert.header(), alert.body().info(), Examples.signed(alert).digest());
    }

    private static void refuses(ProblemType type, Supplier<Alert> decision) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(decision::get)
                .satisfies(refused -> assertThat(refused.type()).isEqualTo(type));
    }

    @Test
    void releasedDraftIsRevisionOneAndMaterial() {
        AlertHeader header = released(draft().info("kg")).header();

        assertThat(header.alert()).isEqualTo(new AlertId(Examples.member("kz"), ID));
        assertThat(header.revision()).isEqualTo(1);
        assertThat(header.kind()).isEqualTo(AlertKind.ALERT);
        assertThat(header.previous()).isNull();
        assertThat(header.material()).isTrue();
        assertThat(header.issued()).isEqualTo(NOW);
        assertThat(header.audience())
                .extracting(Recipient::member)
                .containsExactly(Examples.member("uz"), Examples.member("kg"));
    }

    @ParameterizedTest
    @EnumSource
    void alertLivesFortyEightTimesItsLadder(Precedence precedence) {
        AlertHeader header = released(draft().precedence(precedence)).header();

        assertThat(header.expires()).isEqualTo(NOW.plus(precedence.ladder().multipliedBy(48)));
    }

    @Test
    void alertLivesAtMostThirtyDays() {
        Instant thirtyDays = NOW.plus(Duration.ofDays(30));

        assertThat(released(draft().expires(thirtyDays)).header().expires()).isEqualTo(thirtyDays);
        refuses(ProblemType.INVALID_ALERT, () -> released(draft().expires(thirtyDays.plusMillis(1))));
        refuses(ProblemType.INVALID_ALERT, () -> released(draft().expires(NOW)));
    }

    @Test
    void anyDraftMayLengthenTheDeadline() {
        Alert alert = released(draft().within(Duration.ofHours(2)));

        assertThat(alert.header().audience())
                .extracting(Recipient::acknowledgeWithin)
                .containsExactly(Duration.ofHours(2));
    }

    @Test
    void onlyAnExerciseOrTestMayShortenIt() {
        Drafts shortened = draft().within(Duration.ofSeconds(3));

        refuses(ProblemType.INVALID_ALERT, () -> released(shortened));
        assertThat(released(shortened.status(Status.EXERCISE)).header().audience())
                .extracting(Recipient::acknowledgeWithin)
                .containsExactly(Duration.ofSeconds(3));
        assertThat(released(shortened.status(Status.TEST)).header().audience()).hasSize(1);
    }

    @Test
    void shorterIsMeasuredByTheMembersOwnLadder() {
        Directory directory = Drafts.withDeadlines("uz", Map.of(Precedence.FLASH, Duration.ofMinutes(25)));
        Drafts fifteenMinutes = draft().within(Duration.ofMinutes(15));

        refuses(ProblemType.INVALID_ALERT, () -> submission(directory).release(fifteenMinutes.build(), ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc\u202edef", "abc\u200bdef", "e\u0301cole", "line\nbreak"})
    void misleadingHeadlineIsRefused(String headline) {
        refuses(ProblemType.UNSAFE_TEXT, () -> released(draft().headline(headline)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://cert.example/",
                "javascript:alert(1)",
                "https://user@evil.example/",
                "https:///no-host",
                "https://ex\u0430mple.org/",
                "//cert.example/",
                "not a link"
            })
    void linkThatHidesWhereItLeadsIsRefused(String link) {
        refuses(ProblemType.UNSAFE_LINK, () -> released(draft().references(link)));
    }

    @Test
    void plainHttpsLinkIsAReference() {
        String link = "https://cert.example/advisory/1?lang=en";

        assertThat(released(draft().references(link)).body().references()).containsExactly(link);
    }

    @Test
    void referenceToAnAlertThatIsNotHeldIsRefused() {
        refuses(ProblemType.INVALID_ALERT, () -> released(draft().references(EARLIER.toString())));
    }

    @Test
    void referenceMustNotDiscloseAnAlertToSomeoneItWasNotAddressedTo() {
        Set<Member> participants = Set.of(Examples.member("uz"), Examples.member("kz"), Examples.member("kg"));
        Submission holding = new Submission(Drafts.scope(Examples.directory()), NOW, Map.of(EARLIER, participants));
        Drafts referring = draft().references(EARLIER.toString());

        assertThat(holding.release(referring.build(), ID).body().references()).hasSize(1);
        assertThat(holding.release(referring.info("kg").build(), ID).header().audience())
                .hasSize(2);
        refuses(
                ProblemType.REFERENCE_DISCLOSES,
                () -> holding.release(referring.info("tj").build(), ID));
    }

    @Test
    void revisionFollowsTheOneBefore() {
        Sent first = sent(draft());

        AlertHeader second = submission().revise(draft().build(), first).header();

        assertThat(second.alert()).isEqualTo(first.header().alert());
        assertThat(second.revision()).isEqualTo(2);
        assertThat(second.kind()).isEqualTo(AlertKind.UPDATE);
        assertThat(second.previous()).isEqualTo(first.digest());
        assertThat(second.material()).isFalse();
        assertThat(submission()
                        .revise(draft().material(true).build(), first)
                        .header()
                        .material())
                .isTrue();
    }

    @Test
    void revisionWithoutAudienceKeepsItWithItsDeadlines() {
        Sent first = sent(draft().info("kg").within(Duration.ofHours(1)));

        AlertHeader second =
                submission().revise(draft().audience(null).build(), first).header();

        assertThat(second.audience()).isEqualTo(first.header().audience());
    }

    @Test
    void revisionWithoutAudienceMayLengthenTheDeadline() {
        Sent first = sent(draft().info("kg"));

        AlertHeader second = submission()
                .revise(draft().audience(null).within(Duration.ofHours(1)).build(), first)
                .header();

        assertThat(second.audience())
                .extracting(Recipient::acknowledgeWithin)
                .containsExactly(Duration.ofHours(1), Duration.ofHours(2));
    }

    @Test
    void recipientThatIsNamedAgainKeepsItsTimeAndANewcomerHasTheLadders() {
        Sent first = sent(draft().within(Duration.ofHours(1)));

        AlertHeader second =
                submission().revise(draft().to("uz", "tj").build(), first).header();

        assertThat(second.audience())
                .extracting(Recipient::acknowledgeWithin)
                .containsExactly(Duration.ofHours(1), Duration.ofMinutes(10));
    }

    @Test
    void revisionMayAddRecipientsAndNeverRemovesOne() {
        Sent first = sent(draft().to("uz", "kg"));

        assertThat(submission()
                        .revise(draft().to("kg", "uz", "tj").build(), first)
                        .header()
                        .audience())
                .hasSize(3);
        refuses(ProblemType.AUDIENCE_NARROWED, () -> submission()
                .revise(draft().to("uz").build(), first));
    }

    @Test
    void revisionKeepsPrecedenceAndStatus() {
        Sent first = sent(draft());

        refuses(ProblemType.INVALID_ALERT, () -> submission()
                .revise(draft().precedence(Precedence.ROUTINE).build(), first));
        refuses(ProblemType.INVALID_ALERT, () -> submission()
                .revise(draft().status(Status.EXERCISE).build(), first));
    }

    @Test
    void revisionUnderAStricterLabelIsRefusedWhereAKeptRecipientMayNotReadIt() {
        Sent first = sent(draft());
        Submission ceiling = submission(Drafts.withCeiling("uz", Label.AMBER));
        Drafts stricter = draft().audience(null).tlp(Label.RED);

        refuses(ProblemType.TLP_VIOLATION, () -> ceiling.revise(stricter.build(), first));
        assertThat(ceiling.revise(draft().audience(null).build(), first)
                        .header()
                        .revision())
                .isEqualTo(2);
    }

    @Test
    void alertGoesOnWhenOneOfItsRecipientsIsSuspended() {
        Sent first = sent(draft().to("uz", "kg"));
        Submission suspended = submission(Drafts.withoutRightsOf("kg"));

        assertThat(suspended
                        .revise(draft().audience(null).build(), first)
                        .header()
                        .audience())
                .hasSize(2);
        assertThat(suspended
                        .revise(draft().to("uz", "kg", "tj").build(), first)
                        .header()
                        .audience())
                .hasSize(3);
        assertThat(suspended.cancel(AlertBody.EMPTY, first).header().audience()).hasSize(2);
    }

    @Test
    void recallGoesToEveryoneAndIsMaterial() {
        Sent first = sent(draft().info("kg").tlp(Label.GREEN));
        Sent second = sent(submission().revise(draft().to("uz").info("kg", "tj").build(), first));

        AlertHeader recall =
                submission().cancel(Drafts.words("Not true"), second).header();

        assertThat(recall.kind()).isEqualTo(AlertKind.CANCEL);
        assertThat(recall.revision()).isEqualTo(3);
        assertThat(recall.previous()).isEqualTo(second.digest());
        assertThat(recall.material()).isTrue();
        assertThat(recall.audience()).isEqualTo(second.header().audience()).hasSize(3);
        assertThat(recall.precedence()).isEqualTo(second.header().precedence());
        assertThat(recall.status()).isEqualTo(second.header().status());
        assertThat(recall.tlp()).isEqualTo(second.header().tlp());
    }

    @Test
    void recallLivesAtLeastAsLongAsItsAlert() {
        Instant late = NOW.plus(Duration.ofDays(20));
        Instant soon = NOW.plus(Duration.ofMinutes(1));

        assertThat(submission()
                        .cancel(AlertBody.EMPTY, sent(draft().expires(late)))
                        .header()
                        .expires())
                .isEqualTo(late);
        assertThat(submission()
                        .cancel(AlertBody.EMPTY, sent(draft().expires(soon)))
                        .header()
                        .expires())
                .isEqualTo(NOW.plus(Precedence.FLASH.defaultLife()));
    }

    @Test
    void recalledAlertIsNeverRevisedOrRecalledAgain() {
        Sent recalled = sent(submission().cancel(AlertBody.EMPTY, sent(draft())));

        refuses(ProblemType.INVALID_TRANSITION, () -> submission().revise(draft().build(), recalled));
        refuses(ProblemType.INVALID_TRANSITION, () -> submission().cancel(AlertBody.EMPTY, recalled));
    }

    @Test
    void sameIsSaidAgainAsTheNextRevisionAndARecallStaysARecall() {
        Alert first = released(draft().info("kg"));
        Sent sent = sent(first);
        Alert recall = submission().cancel(AlertBody.EMPTY, sent);

        Alert again = Submission.again(first, sent.digest(), NOW.plusSeconds(60));

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header().kind()).isEqualTo(AlertKind.UPDATE);
        assertThat(again.header().revision()).isEqualTo(2);
        assertThat(again.header().previous()).isEqualTo(sent.digest());
        assertThat(again.header().issued()).isEqualTo(NOW.plusSeconds(60));
        assertThat(again.header().material()).isEqualTo(first.header().material());
        assertThat(again.header().audience()).isEqualTo(first.header().audience());
        assertThat(again.header().expires()).isEqualTo(first.header().expires());
        assertThat(Submission.again(recall, sent.digest(), NOW).header().kind()).isEqualTo(AlertKind.CANCEL);
    }

    @Test
    void misleadingRecallIsRefused() {
        refuses(ProblemType.UNSAFE_TEXT, () -> submission().cancel(Drafts.words("abc\u202edef"), sent(draft())));
    }

    @Test
    void recallReachesEveryoneAnyRevisionReached() {
        Sent first = sent(draft());
        Sent second = sent(submission().revise(draft().info("kg").build(), first));
        Sent third = sent(submission().revise(draft().info("kg", "tj").build(), second));

        AlertHeader recall = submission().cancel(AlertBody.EMPTY, third).header();

        assertThat(recall.audience())
                .extracting(Recipient::member)
                .containsExactly(Examples.member("uz"), Examples.member("kg"), Examples.member("tj"));
    }

    @Test
    void groupThatLostAMemberCannotNarrowARevision() {
        Sent first = sent(draft().to().groups("near", ""));
        Scope smaller = new Scope(
                Examples.member("kz"),
                Examples.directory(),
                Map.of(new GroupId("near"), java.util.List.of(Examples.member("uz"))));
        Submission later = new Submission(smaller, NOW, Map.of());

        refuses(
                ProblemType.AUDIENCE_NARROWED,
                () -> later.revise(draft().to().groups("near", "").build(), first));
        assertThat(later.revise(draft().audience(null).build(), first).header().audience())
                .hasSize(2);
    }

    @Test
    void labelMayBeLoweredAndRaisedByARevision() {
        Sent first = sent(draft());

        assertThat(submission()
                        .revise(draft().tlp(Label.CLEAR).build(), first)
                        .header()
                        .tlp())
                .isEqualTo(Label.CLEAR);
        assertThat(submission()
                        .revise(draft().tlp(Label.RED).build(), first)
                        .header()
                        .tlp())
                .isEqualTo(Label.RED);
    }

    @Test
    void trialTellsWhomItReachesAndWhyNotTheOthers() {
        Directory directory = Drafts.withCeiling("kg", Label.GREEN);
        Alert alert = submission(directory).release(draft().build(), ID);

        Trial trial = Trial.of(alert, directory, Optional.of(ReleaseNeed.FLASH_ACTUAL), null);

        assertThat(trial.wouldReach()).isEqualTo(alert.header().audience());
        assertThat(trial.notReached())
                .extracting(missed -> missed.member() + " " + missed.reason())
                .containsExactly("centre not-addressed", "kg above-ceiling", "kz is-origin", "tj not-addressed");
        assertThat(trial.needsRelease()).isTrue();
    }

    @Test
    void trialToEveryoneTellsWhoIsSuspended() {
        Directory directory = Drafts.withoutRightsOf("tj");
        Alert alert = submission(directory).release(draft().everyone().build(), ID);

        Trial trial = Trial.of(alert, directory, Optional.empty(), null);

        assertThat(trial.notReached())
                .extracting(missed -> missed.member() + " " + missed.reason())
                .containsExactly("kz is-origin", "tj member-not-active");
        assertThat(trial.needsRelease()).isFalse();
    }
}
