/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberTest {

    @ParameterizedTest
    @ValueSource(strings = {"kz", "centre", "anti-narcotics", "a0", "z-", "abcdefghijklmno0"})
    void codeIsALetterAndOneToFifteenLettersDigitsOrHyphens(String code) {
        assertThat(new Member(code)).hasToString(code);
        assertThat(Member.isCode(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "k", "KZ", "Kz", "0a", "-kz", "k.z", "k_z", "kz ", "kz\n", "кз", "abcdefghijklmnop0", "../kz"
            })
    void nothingElseIsACode(String text) {
        assertThat(Member.isCode(text)).isFalse();
        assertThatThrownBy(() -> Member.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a member code");
    }

    @Test
    void onlyCoordinatorAndRegistrarSignWithoutBeingAGateway() {
        assertThat(Member.COORDINATOR.isReserved()).isTrue();
        assertThat(Member.REGISTRAR.isReserved()).isTrue();
        assertThat(Member.CENTRE.isReserved()).isFalse();
        assertThat(new Member("kz").isReserved()).isFalse();
    }
}
