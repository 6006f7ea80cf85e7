/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;

/** What each role may do. */
class CallerTest {

    private static Caller caller(Role... roles) {
        return new Caller("hash", "name", Set.of(roles));
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
}
