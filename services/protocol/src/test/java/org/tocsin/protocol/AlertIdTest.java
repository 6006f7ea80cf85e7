/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertIdTest {

    private static final String UUID_TEXT = "01920f3e-7c00-7abc-8def-0123456789ab";

    @Test
    void identityIsTheOriginAndTheUuidWithADotBetween() {
        AlertId alert = AlertId.of("kz." + UUID_TEXT);

        assertThat(alert.origin()).isEqualTo(new Member("kz"));
        assertThat(alert.id()).isEqualTo(UUID.fromString(UUID_TEXT));
        assertThat(alert).hasToString("kz." + UUID_TEXT);
        assertThat(AlertId.parse(alert.toString())).contains(alert);
    }

    @Test
    void answersAreIdentifiedTheSameWayByTheirAuthor() {
        AnswerId answer = AnswerId.of("anti-narcotics." + UUID_TEXT);

        assertThat(answer.member()).isEqualTo(new Member("anti-narcotics"));
        assertThat(answer).hasToString("anti-narcotics." + UUID_TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kz",
                "kz.",
                UUID_TEXT,
                "." + UUID_TEXT,
                "KZ." + UUID_TEXT,
                "kz.01920F3E-7c00-7abc-8def-0123456789ab",
                "kz." + UUID_TEXT + " ",
                "kz." + UUID_TEXT + "\n",
                "kz..01920f3e-7c00-7abc-8def-0123456789ab",
                "kz.1-1-1-1-1",
                "kz.01920f3e7c007abc8def0123456789ab",
                "kz.{" + UUID_TEXT + "}",
                "k." + UUID_TEXT,
                "kz/" + UUID_TEXT,
                "uz.kz." + UUID_TEXT,
                "../etc." + UUID_TEXT
            })
    void anythingElseIsNoIdentity(String text) {
        assertThat(AlertId.parse(text)).isEmpty();
        assertThatThrownBy(() -> AlertId.of(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AnswerId.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
