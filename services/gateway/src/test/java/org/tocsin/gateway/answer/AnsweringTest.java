/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.event.History;
import org.tocsin.gateway.event.Stored;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.testing.Examples;

/** Which revision an answer or a display of kz is about. */
class AnsweringTest {

    private final Alert first = Examples.alert().from("uz").to("kz").build();
    private final Alert second = Examples.alert().to("kz").updating(first).build();
    private final Alert recall = Examples.alert().cancelling(second).build();

    private static List<Stored> holding(Alert... alerts) {
        History history = History.of("kz");
        List.of(alerts).forEach(alert -> history.received(alert, Examples.ISSUED));
        return history.revisions();
    }

    private static void refuses(ProblemType type, ThrowingCallable decision) {
        assertThatExceptionOfType(Refused.class).isThrownBy(decision).satisfies(refused -> assertThat(refused.type())
                .isEqualTo(type));
    }

    @Test
    void answerIsAboutTheCurrentRevision() {
        assertThat(Answering.answered(holding(first), 1).revision()).isEqualTo(1);
        assertThat(Answering.answered(holding(first, second), 2).revision()).isEqualTo(2);
    }

    @Test
    void supersededRevisionIsNotAnswered() {
        refuses(ProblemType.REVISION_SUPERSEDED, () -> Answering.answered(holding(first, second), 1));
    }

    @Test
    void revisionThatHasNotComeIsNotAnswered() {
        refuses(ProblemType.INVALID_ANSWER, () -> Answering.answered(holding(first), 2));
    }

    @Test
    void recalledAlertIsAnsweredForItsRecallOnly() {
        List<Stored> recalled = holding(first, second, recall);

        assertThat(Answering.answered(recalled, 3).kind()).isEqualTo(AlertKind.CANCEL);
        refuses(ProblemType.REVISION_SUPERSEDED, () -> Answering.answered(recalled, 2));
    }

    @Test
    void whoWasNotAddressedFindsNothing() {
        refuses(ProblemType.NOT_FOUND, () -> Answering.answered(List.of(), 1));
        refuses(ProblemType.NOT_FOUND, () -> Answering.displayed(List.of(), Optional.empty()));
    }

    @Test
    void originDoesNotAnswerItsOwnAlert() {
        List<Stored> own = History.of("kz")
                .sent(Examples.alert().from("kz").to("uz").build())
                .revisions();

        refuses(ProblemType.INVALID_TRANSITION, () -> Answering.answered(own, 1));
        refuses(ProblemType.INVALID_TRANSITION, () -> Answering.displayed(own, Optional.empty()));
    }

    @Test
    void displayIsOfTheCurrentRevisionUnlessAnotherIsNamed() {
        List<Stored> both = holding(first, second);

        assertThat(Answering.displayed(both, Optional.empty()).revision()).isEqualTo(2);
        assertThat(Answering.displayed(both, Optional.of(1)).revision()).isEqualTo(1);
        refuses(ProblemType.NOT_FOUND, () -> Answering.displayed(both, Optional.of(3)));
    }
}
