/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.event.History;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Assessment;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.message.Outcome;
import org.tocsin.protocol.message.RecipientKind;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.testing.Examples;

/** Who received, displayed and answered an alert of kz, and who is late, as kz and others see it. */
class MatrixTest {

    private static final Instant START = Examples.ISSUED;
    private static final Duration LADDER = Duration.ofMinutes(30);

    private final Alert alert = Examples.alert().to("uz").info("kg").build();
    private final Alert note =
            Examples.alert().to("uz").info("kg").updating(alert).material(false).build();
    private final Alert turn =
            Examples.alert().to("uz").info("kg").updating(alert).material(true).build();
    private final History history = History.of("kz").sent(alert);

    private static Instant after(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    private static List<MatrixRow> rows(History history, String self, Instant now) {
        return new Matrix(history.events(), now).rows(Examples.member(self));
    }

    private static Map<String, MatrixRow> rows(History history) {
        return rows(history, "kz", after(60)).stream()
                .collect(Collectors.toMap(row -> row.member().code(), row -> row));
    }

    private static MatrixRow uz(History history) {
        return rows(history).get("uz");
    }

    @Test
    void sentAlertHasARowPerRecipient() {
        Map<String, MatrixRow> rows = rows(history);

        assertThat(rows).containsOnlyKeys("uz", "kg");
        assertThat(rows.get("uz").kind()).isEqualTo(RecipientKind.ACTION);
        assertThat(rows.get("kg").kind()).isEqualTo(RecipientKind.INFO);
        assertThat(rows.get("uz"))
                .isEqualTo(new MatrixRow(
                        Examples.member("uz"),
                        RecipientKind.ACTION,
                        1,
                        START,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        0,
                        null));
    }

    @Test
    void eachStepShowsWhenItIsReached() {
        history.told(Examples.dispatched(alert, after(1)));
        assertThat(uz(history).acknowledgeBy()).isEqualTo(after(1).plus(LADDER));
        assertThat(rows(history).get("kg").acknowledgeBy()).isEqualTo(after(1).plus(LADDER.multipliedBy(2)));

        history.reached("uz", alert, Stage.RECEIVED, after(2));
        assertThat(uz(history).receivedAt()).isEqualTo(after(2));
        assertThat(uz(history).displayedAt()).isNull();

        history.reached("uz", alert, Stage.DISPLAYED, after(3));
        assertThat(uz(history).displayedAt()).isEqualTo(after(3));

        history.received(Examples.answer("uz", alert).build(), after(4));
        assertThat(uz(history).answeredAt()).isEqualTo(after(4));
        assertThat(uz(history).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(rows(history).get("kg").receivedAt()).isNull();
        assertThat(rows(history).get("kg").answeredAt()).isNull();
    }

    @Test
    void firstAnswerStopsTheClockAndTheLatestIsShown() {
        history.received(Examples.answer("uz", alert).build(), after(4));
        history.received(
                Examples.answer("uz", alert)
                        .outcome(Outcome.DECLINED)
                        .assessment(Assessment.AFFECTED)
                        .note("40 hosts")
                        .build(),
                after(40));

        MatrixRow row = uz(history);

        assertThat(row.answeredAt()).isEqualTo(after(4));
        assertThat(row.outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(row.assessment()).isEqualTo(Assessment.AFFECTED);
        assertThat(row.note()).isEqualTo("40 hosts");
    }

    @Test
    void levelsClimbAndAnAnswerEndsTheOverdueOne() {
        assertThat(uz(history.told(Examples.late(NoticeKind.REMINDER, "uz", alert, after(15)))))
                .extracting(MatrixRow::escalationLevel, MatrixRow::overdue)
                .containsExactly(1, false);
        assertThat(uz(history.told(Examples.late(NoticeKind.OVERDUE, "uz", alert, after(30)))))
                .extracting(MatrixRow::escalationLevel, MatrixRow::overdue)
                .containsExactly(2, true);
        assertThat(uz(history.told(Examples.late(NoticeKind.ESCALATED, "uz", alert, after(60)))))
                .extracting(MatrixRow::escalationLevel, MatrixRow::overdue)
                .containsExactly(3, true);
        assertThat(uz(history.received(Examples.answer("uz", alert).build(), after(61))))
                .extracting(MatrixRow::escalationLevel, MatrixRow::overdue)
                .containsExactly(3, false);
        assertThat(rows(history).get("kg").escalationLevel()).isZero();
    }

    @Test
    void materialRevisionOpensANewDeadline() {
        history.received(Examples.answer("uz", alert).build(), after(4))
                .told(Examples.late(NoticeKind.OVERDUE, "uz", alert, after(30)));

        MatrixRow row = uz(history.sent(turn));

        assertThat(row.revision()).isEqualTo(2);
        assertThat(row.answeredAt()).isNull();
        assertThat(row.escalationLevel()).isZero();
        assertThat(row.outcome()).as("the latest is still shown").isEqualTo(Outcome.ACCEPTED);
        assertThat(row.answeredRevision()).as("and says what it was about").isEqualTo(1);
        assertThat(uz(history.received(Examples.answer("uz", turn).build(), after(50)))
                        .answeredAt())
                .isEqualTo(after(50));
    }

    @Test
    void revisionThatIsNotMaterialKeepsTheDeadlineAndTheAnswer() {
        history.told(Examples.dispatched(alert, START))
                .received(Examples.answer("uz", alert).build(), after(4))
                .told(Examples.late(NoticeKind.REMINDER, "kg", alert, after(30)))
                .sent(note);

        assertThat(uz(history).answeredAt()).isEqualTo(after(4));
        assertThat(uz(history).acknowledgeBy()).isEqualTo(START.plus(LADDER));
        assertThat(rows(history).get("kg").escalationLevel()).isEqualTo(1);
    }

    @Test
    void receiptAndDisplayAreOfTheLatestRevision() {
        history.reached("uz", alert, Stage.RECEIVED, after(1))
                .reached("uz", alert, Stage.DISPLAYED, after(2))
                .sent(note);
        assertThat(uz(history))
                .extracting(MatrixRow::receivedAt, MatrixRow::displayedAt)
                .containsOnlyNulls();

        history.reached("uz", note, Stage.RECEIVED, after(9));
        assertThat(uz(history).receivedAt()).isEqualTo(after(9));
    }

    @Test
    void newcomersClockBeginsWithTheRevisionThatAddedIt() {
        Alert wider = Examples.alert()
                .to("uz", "tj")
                .info("kg")
                .updating(alert)
                .material(false)
                .build();
        history.received(Examples.answer("uz", alert).build(), after(4)).sent(wider);

        assertThat(rows(history).get("tj").answeredAt()).isNull();
        assertThat(uz(history).answeredAt()).isEqualTo(after(4));

        history.received(Examples.answer("tj", wider).build(), after(9));
        assertThat(rows(history).get("tj").answeredAt()).isEqualTo(after(9));
    }

    @Test
    void recallOpensItsOwnDeadline() {
        Alert recall = Examples.alert().cancelling(alert).build();
        history.received(Examples.answer("uz", alert).build(), after(4)).sent(recall);

        assertThat(uz(history).answeredAt()).isNull();
        assertThat(rows(history)).containsOnlyKeys("uz", "kg");
        assertThat(uz(history.received(Examples.answer("uz", recall).build(), after(20)))
                        .answeredAt())
                .isEqualTo(after(20));
    }

    @Test
    void unconfirmedAlertIsUndeliverableOnceItExpired() {
        Instant expired = Examples.EXPIRES.plusMillis(1);
        history.reached("kg", alert, Stage.RECEIVED, after(1));

        assertThat(rows(history, "kz", Examples.EXPIRES).get(0).refusal()).isNull();
        assertThat(rows(history, "kz", expired).get(0).refusal()).isEqualTo("undeliverable");
        assertThat(rows(history, "kz", expired).get(1).refusal()).isNull();
    }

    @Test
    void missingInboxShowsUntilACopyWentOut() {
        history.told(refusing("no-inbox"));
        assertThat(uz(history).refusal()).isEqualTo("no-inbox");
        assertThat(uz(history).acknowledgeBy()).isNull();
        assertThat(rows(history).get("kg").refusal()).isNull();

        history.told(Examples.dispatched(alert, after(5)));
        assertThat(uz(history).refusal()).isNull();
        assertThat(uz(history).acknowledgeBy()).isEqualTo(after(5).plus(LADDER));
    }

    @Test
    void addresseeSeesItsOwnRowOnly() {
        History atUz = History.of("uz")
                .received(alert, after(1))
                .sent(Examples.answer("uz", alert).build());

        List<MatrixRow> rows = rows(atUz, "uz", after(60));

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).member()).isEqualTo(Examples.member("uz"));
        assertThat(rows.get(0).receivedAt()).isEqualTo(after(1));
        assertThat(rows.get(0).acknowledgeBy()).isEqualTo(after(1).plus(LADDER));
        assertThat(rows.get(0).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void addresseeDoesNotSeeAFellowsAnswer() {
        Answer toAll = Examples.answer("kg", alert).to("kz", "uz").build();
        History atUz = History.of("uz").received(alert, after(1)).received(toAll, after(2));

        assertThat(rows(atUz, "uz", after(60)))
                .singleElement()
                .extracting(MatrixRow::outcome)
                .isNull();
    }

    @Test
    void addresseesDeadlineIsKeptByARevisionThatIsNotMaterial() {
        History atUz = History.of("uz").received(alert, after(1)).received(note, after(9));

        assertThat(rows(atUz, "uz", after(60)).get(0).acknowledgeBy()).isEqualTo(after(1).plus(LADDER));
    }

    @Test
    void whoHoldsNothingSeesNothing() {
        assertThat(rows(History.of("tj"), "tj", after(60))).isEmpty();
        assertThat(rows(History.of("centre").told(Examples.dispatched(alert, after(1))), "centre", after(60)))
                .isEmpty();
    }

    private Notice refusing(String reason) {
        Notice.Dispatched all = Examples.dispatched(alert, START).dispatched().get(0);
        List<Notice.Copy> copies = all.recipients().stream()
                .map(copy -> copy.member().code().equals("uz")
                        ? new Notice.Copy(copy.member(), copy.kind(), null, reason)
                        : copy)
                .toList();
        return Notice.dispatched(
                START,
                List.of(new Notice.Dispatched(
                        all.alert(),
                        all.revision(),
                        all.digest(),
                        all.status(),
                        all.precedence(),
                        all.appendedAt(),
                        null,
                        copies,
                        null)));
    }
}
