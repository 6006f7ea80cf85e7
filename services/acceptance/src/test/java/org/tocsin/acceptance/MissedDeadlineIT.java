/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;

/** Who does not answer in time is reminded, overdue and escalated, each once; who does is never accused. */
@ResourceLock(Standalone.RESOURCE)
class MissedDeadlineIT {

    private final Standalone exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private final Participant kg = exchange.member("kg");
    private final Participant centre = exchange.member("centre");

    @Test
    void theSilentMemberIsRemindedOverdueAndEscalatedOnceEachAndTheOtherIsNeverAccused() {
        PostedAlert alert = kz.sends(alert().test().flash().to("uz", "kg").within("PT3S"));
        uz.receives(alert);
        uz.acknowledges(alert);
        kz.sees(alert).acknowledgedBy("uz");

        kg.isTold("reminder", "kg", alert);
        kg.isTold("overdue", "kg", alert);
        centre.isTold("escalated", "kg", alert);
        kz.isTold("escalated", "kg", alert);
        kz.sees(alert).late("kg", 3).neverAccused("uz");

        PostedAlert later = kz.sends(alert().test().flash().to("kg").within("PT1S"));
        centre.isTold("escalated", "kg", later);
        isToldOnceOrNever(centre, alert, 1, 1, 1);
        isToldOnceOrNever(kz, alert, 0, 1, 1);
        isToldOnceOrNever(kg, alert, 1, 1, 0);
        isToldOnceOrNever(uz, alert, 0, 0, 0);
        nobodyIsToldOf("uz", alert);
    }

    @Test
    void theDeadlineCountsFromTheBrokersAppendAndAnInfoAddresseeHasTwiceTheTime() {
        PostedAlert alert = kz.sends(alert().test().to("uz").info("kg").within("PT20M"));

        var dispatched = centre.isTold("dispatched", "", alert);

        Instant appended = Instant.parse(dispatched.text("appendedAt"));
        assertThat(dispatched
                        .data()
                        .path("recipients")
                        .valueStream()
                        .map(copy -> Instant.parse(copy.path("acknowledgeBy").asString())))
                .containsExactlyInAnyOrder(
                        appended.plus(Duration.ofMinutes(20)), appended.plus(Duration.ofMinutes(40)));
    }

    private static void isToldOnceOrNever(
            Participant reader, PostedAlert alert, int reminders, int overdues, int escalations) {
        assertThat(reader.timesTold("reminder", "kg", alert)).as(reader.code()).isEqualTo(reminders);
        assertThat(reader.timesTold("overdue", "kg", alert)).as(reader.code()).isEqualTo(overdues);
        assertThat(reader.timesTold("escalated", "kg", alert)).as(reader.code()).isEqualTo(escalations);
    }

    private void nobodyIsToldOf(String punctual, PostedAlert alert) {
        for (Participant reader : java.util.List.of(kz, uz, kg, centre)) {
            for (String level : java.util.List.of("reminder", "overdue", "escalated")) {
                assertThat(reader.timesTold(level, punctual, alert))
                        .as(reader.code() + " " + level)
                        .isZero();
            }
        }
    }
}
