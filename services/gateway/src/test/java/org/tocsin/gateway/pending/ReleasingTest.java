/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.access.Role;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.release.Reader;
import org.tocsin.protocol.testing.Examples;

/** Who may release a draft, how, and when. */
class ReleasingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration THREE_MINUTES = Duration.ofMinutes(3);
    private static final Alert ALERT =
            Examples.alert().to("uz").expires(NOW.plusSeconds(3_600)).build();
    private static final Caller MACHINE = caller("cert", Role.CERT, Reader.machine());
    private static final Caller ONE = caller("officer", Role.OFFICER, Reader.person(true));
    private static final Caller OTHER = caller("officer2", Role.OFFICER, Reader.person(true));

    private static Caller caller(String name, Role role, Reader reader) {
        return new Caller(Digest.sha256(name).hex(), name, Set.of(role), reader);
    }

    private static PendingDraft by(Caller author) {
        return PendingDraft.of(ALERT, ReleaseNeed.FLASH_ACTUAL, Author.of(author), NOW);
    }

    private static String secondPerson(PendingDraft draft, Caller caller) {
        return Releasing.bySecondPerson(draft, draft.digest(), caller, NOW);
    }

    private static void refuses(ProblemType type, ThrowingCallable act) {
        assertThatExceptionOfType(Refused.class).isThrownBy(act).satisfies(refused -> assertThat(refused.type())
                .isEqualTo(type));
    }

    @Test
    void anotherOfficerReleasesAndIsNamedByAReferenceOnly() {
        assertThat(secondPerson(by(ONE), OTHER))
                .isEqualTo("officer/" + OTHER.token().substring(0, 12))
                .doesNotContain("officer2");
    }

    @Test
    void anyOfficerIsTheSecondPersonBehindAMachine() {
        assertThatCode(() -> secondPerson(by(MACHINE), ONE)).doesNotThrowAnyException();
    }

    @Test
    void authorIsNotTheSecondPersonWithWhateverTokenOrSession() {
        Caller again = new Caller(Digest.sha256("a session").hex(), ONE.name(), ONE.roles(), ONE.reader());
        Caller renamed = new Caller(ONE.token(), "another name", ONE.roles(), ONE.reader());

        refuses(ProblemType.SECOND_PERSON_REQUIRED, () -> secondPerson(by(ONE), ONE));
        refuses(ProblemType.SECOND_PERSON_REQUIRED, () -> secondPerson(by(ONE), again));
        refuses(ProblemType.SECOND_PERSON_REQUIRED, () -> secondPerson(by(ONE), renamed));
    }

    @Test
    void onlyWhatWasReadIsReleased() {
        Digest other = Digest.sha256("what it said before");

        refuses(ProblemType.RELEASE_STALE, () -> Releasing.bySecondPerson(by(ONE), other, OTHER, NOW));
    }

    @Test
    void whatWaitsNoMoreIsNotReleased() {
        PendingDraft draft = by(ONE);

        refuses(
                ProblemType.INVALID_TRANSITION,
                () -> Releasing.bySecondPerson(draft, draft.digest(), OTHER, draft.expires()));
    }

    @Test
    void draftWaitsUntilItsAlertExpiresAndADayAtMost() {
        Alert longer =
                Examples.alert().to("uz").expires(NOW.plus(Duration.ofDays(9))).build();

        assertThat(by(ONE).expires()).isEqualTo(NOW.plusSeconds(3_600));
        assertThat(PendingDraft.of(longer, ReleaseNeed.FLASH_ACTUAL, Author.of(ONE), NOW)
                        .expires())
                .isEqualTo(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void authorBreaksGlassOnlyAfterAWhile() {
        Releasing.Moment early = new Releasing.Moment(NOW.plus(THREE_MINUTES).minusMillis(1), THREE_MINUTES, true);

        refuses(ProblemType.INVALID_TRANSITION, () -> Releasing.byOnePerson(by(ONE), by(ONE).digest(), ONE, early));
    }

    @Test
    void authorWhoHasJustSignedInBreaksGlass() {
        Releasing.Moment later = new Releasing.Moment(NOW.plus(THREE_MINUTES), THREE_MINUTES, true);

        assertThat(Releasing.byOnePerson(by(ONE), by(ONE).digest(), ONE, later)).isEqualTo("single");
    }

    @Test
    void tokenProvesNoFreshSignIn() {
        Releasing.Moment later = new Releasing.Moment(
                NOW.plus(THREE_MINUTES), THREE_MINUTES, ONE.hasSignedInWithin(Releasing.FRESH, NOW));

        refuses(ProblemType.FRESH_SIGN_IN_REQUIRED, () -> Releasing.byOnePerson(by(ONE), by(ONE).digest(), ONE, later));
    }

    @Test
    void nobodyElseBreaksGlass() {
        Releasing.Moment later = new Releasing.Moment(NOW.plus(THREE_MINUTES), THREE_MINUTES, true);

        refuses(ProblemType.FORBIDDEN, () -> Releasing.byOnePerson(by(ONE), by(ONE).digest(), OTHER, later));
        refuses(
                ProblemType.FORBIDDEN,
                () -> Releasing.byOnePerson(by(MACHINE), by(MACHINE).digest(), ONE, later));
    }

    @Test
    void authorAndOfficersWithdraw() {
        Caller operator = caller("operator", Role.OPERATOR, Reader.person(false));

        assertThatCode(() -> Releasing.checkMayWithdraw(by(operator), operator)).doesNotThrowAnyException();
        assertThatCode(() -> Releasing.checkMayWithdraw(by(operator), ONE)).doesNotThrowAnyException();
        refuses(ProblemType.FORBIDDEN, () -> Releasing.checkMayWithdraw(by(ONE), operator));
    }

    @Test
    void recipientWhoseRightsWereTakenMeanwhileMakesTheReleaseStale() {
        Alert revision =
                Examples.alert().to("uz").revision(2).kind(AlertKind.UPDATE).build();

        refuses(ProblemType.RELEASE_STALE, () -> Releasing.checkStillAllowed(ALERT, suspended("uz")));
        assertThatCode(() -> Releasing.checkStillAllowed(revision, suspended("uz")))
                .doesNotThrowAnyException();
        assertThatCode(() -> Releasing.checkStillAllowed(ALERT, suspended("kg")))
                .doesNotThrowAnyException();
    }

    @Test
    void draftIsReadAsItsLabelAllows() {
        Alert red = Examples.alert().to("uz").tlp(Label.RED).build();

        assertThat(Releasing.mayRead(ONE, red.header())).isTrue();
        assertThat(Releasing.mayRead(MACHINE, red.header())).isFalse();
        assertThat(Releasing.mayRead(MACHINE, ALERT.header())).isTrue();
    }

    private static Directory suspended(String code) {
        DirectoryEntry entry = Examples.entry(code);
        Member member = entry.member();
        return Examples.directory()
                .with(new DirectoryEntry(
                        entry.v(),
                        member,
                        entry.entry() + 1,
                        entry.kind(),
                        entry.name(),
                        MemberStatus.SUSPENDED,
                        entry.keys(),
                        entry.deadlines(),
                        null,
                        entry.dutyContact()));
    }
}
