/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.testing.AlertBuilder;
import org.tocsin.protocol.testing.Examples;

/** Which drafts of kz, which has four others to address, wait for a second person. */
class ReleaseNeedTest {

    private static Optional<ReleaseNeed> need(AlertBuilder alert) {
        return need(alert.build(), true);
    }

    private static Optional<ReleaseNeed> need(Alert alert, boolean authorSendsAlone) {
        return ReleaseNeed.of(alert.header(), Examples.directory(), authorSendsAlone);
    }

    @Test
    void flashInEarnestWaitsHoweverFewItWakes() {
        assertThat(need(Examples.alert().precedence(Precedence.FLASH).to("uz"))).contains(ReleaseNeed.FLASH_ACTUAL);
    }

    @ParameterizedTest
    @CsvSource({"EXERCISE", "TEST"})
    void flashOfAnExerciseOrTestToFewDoesNot(Status status) {
        assertThat(need(Examples.alert()
                        .precedence(Precedence.FLASH)
                        .status(status)
                        .to("uz", "kg")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FLASH, EXERCISE", "FLASH, TEST", "IMMEDIATE, ACTUAL", "IMMEDIATE, TEST"})
    void moreThanHalfOfTheOthersWaitsAbovePriority(Precedence precedence, Status status) {
        AlertBuilder half =
                Examples.alert().precedence(precedence).status(status).to("uz", "kg");
        assertThat(need(half)).isEmpty();
        assertThat(need(half.info("tj"))).contains(ReleaseNeed.WIDE_AUDIENCE);
    }

    @ParameterizedTest
    @CsvSource({"PRIORITY", "ROUTINE"})
    void slowerAlertsToEveryoneDoNot(Precedence precedence) {
        assertThat(need(Examples.alert().precedence(precedence).to("uz", "kg", "tj", "centre")))
                .isEmpty();
    }

    @Test
    void whatAnOperatorDraftsAlwaysWaits() {
        Alert alert = Examples.alert().precedence(Precedence.ROUTINE).to("uz").build();

        assertThat(need(alert, false)).contains(ReleaseNeed.OPERATORS_DRAFT);
        assertThat(need(alert, true)).isEmpty();
    }

    @Test
    void recallNeverWaits() {
        Alert recall = Examples.alert()
                .precedence(Precedence.FLASH)
                .to("uz", "kg", "tj", "centre")
                .revision(2)
                .kind(AlertKind.CANCEL)
                .build();

        assertThat(need(recall, true)).isEmpty();
    }

    @Test
    void furtherRevisionWaitsAsTheFirstDid() {
        Alert revision = Examples.alert()
                .precedence(Precedence.FLASH)
                .to("uz")
                .revision(2)
                .kind(AlertKind.UPDATE)
                .build();

        assertThat(need(revision, true)).contains(ReleaseNeed.FLASH_ACTUAL);
    }
}
