/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Member;

class MemberListTest {

    @Test
    void membersKeepTheOrderInWhichTheyAreNamed() throws CannotRun {
        assertThat(MemberList.parse("uz, kz,kg")).extracting(Member::code).containsExactly("uz", "kz", "kg");
    }

    @Test
    void theCentreIsAddedLastWhereItIsLeftOut() throws CannotRun {
        assertThat(MemberList.withCentre("kz,uz")).extracting(Member::code).containsExactly("kz", "uz", "centre");
        assertThat(MemberList.withCentre("centre,kz")).extracting(Member::code).containsExactly("centre", "kz");
    }

    @Test
    void whatIsNoMembersCodeIsRefused() {
        for (String codes : List.of("", "kz,,uz", "KZ", "k", "kz;uz", "1z", "a-code-of-more-than-16")) {
            assertThatExceptionOfType(CannotRun.class)
                    .isThrownBy(() -> MemberList.parse(codes))
                    .withMessageContaining("not a member's code");
        }
    }

    @Test
    void reservedAndRepeatedCodesAreRefused() {
        assertThatExceptionOfType(CannotRun.class)
                .isThrownBy(() -> MemberList.parse("kz,coordinator"))
                .withMessageContaining("reserved");
        assertThatExceptionOfType(CannotRun.class)
                .isThrownBy(() -> MemberList.parse("kz,uz,kz"))
                .withMessageContaining("twice");
    }
}
