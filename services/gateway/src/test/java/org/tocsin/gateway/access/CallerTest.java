/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.release.Reader;

/** What each role may do. */
class CallerTest {

    private static Caller caller(Role... roles) {
        return new Caller("hash", "name", Set.of(roles), Reader.machine());
    }

    private static void forbids(Runnable act) {
        assertThatExceptionOfType(Refused.class).isThrownBy(act::run).satisfies(refused -> assertThat(refused.type())
                .isEqualTo(ProblemType.FORBIDDEN));
    }

    @ParameterizedTest
    @EnumSource(names = {"CERT", "OPERATOR", "OFFICER"})
    void everyRoleButAdminReads(Role role) {
        assertThatCode(caller(role)::mustRead).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = {"CERT", "OFFICER"})
    void certAndOfficerSend(Role role) {
        assertThatCode(caller(role)::mustSend).doesNotThrowAnyException();
    }

    @Test
    void operatorDoesNotSend() {
        forbids(caller(Role.OPERATOR)::mustSend);
    }

    @Test
    void adminReadsAndSendsNothing() {
        forbids(caller(Role.ADMIN)::mustRead);
        forbids(caller(Role.ADMIN)::mustSend);
    }

    @ParameterizedTest
    @EnumSource(names = {"CERT", "OPERATOR", "OFFICER"})
    void onlyAdminAdministers(Role role) {
        forbids(caller(role)::mustAdminister);
        assertThatCode(caller(Role.ADMIN)::mustAdminister).doesNotThrowAnyException();
    }

    @Test
    void nobodyWithoutRolesDoesAnything() {
        forbids(caller()::mustRead);
        forbids(caller()::mustSend);
    }

    @Test
    void rolesAddUp() {
        assertThatCode(caller(Role.ADMIN, Role.OFFICER)::mustSend).doesNotThrowAnyException();
        assertThat(caller(Role.ADMIN, Role.OFFICER).answeringRole()).isEqualTo(Role.OFFICER);
        assertThat(caller(Role.OFFICER, Role.CERT).answeringRole()).isEqualTo(Role.CERT);
    }

    @Test
    void operatorDraftsAndDoesNotSendAlone() {
        assertThatCode(caller(Role.OPERATOR)::mustDraft).doesNotThrowAnyException();
        assertThat(caller(Role.OPERATOR).sendsAlone()).isFalse();
        assertThat(caller(Role.CERT).sendsAlone()).isTrue();
        forbids(caller(Role.ADMIN)::mustDraft);
    }

    @Test
    void officersAndAdminsEditGroupsAndTheOfficeReadsThem() {
        assertThatCode(caller(Role.OFFICER)::mustEditGroups).doesNotThrowAnyException();
        assertThatCode(caller(Role.ADMIN)::mustEditGroups).doesNotThrowAnyException();
        assertThatCode(caller(Role.CERT)::mustSeeGroups).doesNotThrowAnyException();
        forbids(caller(Role.OPERATOR)::mustEditGroups);
        forbids(caller(Role.AUDITOR)::mustSeeGroups);
    }

    @ParameterizedTest
    @EnumSource(names = {"CERT", "OPERATOR", "OFFICER"})
    void whoReadsMayDraft(Role role) {
        assertThatCode(caller(role)::mustDraft).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = {"ADMIN", "AUDITOR"})
    void whoDoesNotReadDoesNotDraft(Role role) {
        forbids(caller(role)::mustDraft);
    }

    @ParameterizedTest
    @EnumSource
    void onlyAnOfficerReleasesAndOnlyAPerson(Role role) {
        Caller person = new Caller("hash", "name", Set.of(role), Reader.person(false));

        forbids(caller(role)::mustRelease);
        if (role == Role.OFFICER) {
            assertThatCode(person::mustRelease).doesNotThrowAnyException();
        } else {
            forbids(person::mustRelease);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUDITOR")
    void onlyTheAuditorAudits(Role role) {
        forbids(caller(role)::mustAudit);
        assertThatCode(caller(Role.AUDITOR)::mustAudit).doesNotThrowAnyException();
    }

    @Test
    void auditorDoesNothingElse() {
        Caller auditor = caller(Role.AUDITOR);

        forbids(auditor::mustRead);
        forbids(auditor::mustSend);
        forbids(auditor::mustOperate);
        forbids(auditor::mustSeeMembers);
        forbids(auditor::mustAdminister);
    }

    @Test
    void signInIsFreshForAsLongAsOneAsks() {
        Instant now = Instant.parse("2026-11-24T12:00:00Z");
        Caller signedIn = signedIn(Reader.person(false), now.minusSeconds(300));

        assertThat(signedIn.hasSignedInWithin(Duration.ofMinutes(5), now)).isTrue();
        assertThat(signedIn.hasSignedInWithin(Duration.ofMinutes(5), now.plusMillis(1)))
                .isFalse();
    }

    @Test
    void bearerOfATokenNeverSignedIn() {
        Caller bearer = new Caller("hash", "name", Set.of(Role.OFFICER), Reader.person(true));

        assertThat(bearer.signedInAt()).isNull();
        assertThat(bearer.hasSignedInWithin(Duration.ofDays(365), Instant.EPOCH))
                .isFalse();
    }

    private static Caller signedIn(Reader reader, Instant at) {
        return new Caller(
                "hash", "name", Set.of(Role.OFFICER), reader, new Proof(Proof.Kind.SESSION, "key", at, Instant.MAX));
    }
}
