/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.message.RecipientKind;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.testing.Examples;

/** The same fact told twice has the same key, and different facts never share one. */
class EventKeyTest {

    private static final Instant NOW = Examples.ISSUED;
    private static final Alert ALERT = Examples.alert().to("uz", "kg").build();
    private static final Alert UPDATE =
            Examples.alert().to("uz", "kg").updating(ALERT).build();
    private static final Answer ANSWER = Examples.answer("uz", ALERT).build();

    private static String sent(Alert alert) {
        return AlertItem.sent(alert, Examples.signed(alert), NOW).toEvent().key();
    }

    private static String received(Answer answer) {
        return AnswerItem.received(answer, Examples.signed(answer), NOW, NOW)
                .toEvent(answer.audience())
                .key();
    }

    private static String reached(String member, Stage stage, Instant at) {
        return new ReceiptItem(ALERT.header().alert(), 1, null, Examples.member(member), stage, at)
                .toEvent(at)
                .key();
    }

    private static String only(Notice notice, Instant committed) {
        return NoticeItem.of(notice)
                .get(0)
                .toEvent(Examples.member("kz"), committed)
                .key();
    }

    private static Notice refused(String reason, Digest digest) {
        return Notice.refused(
                NOW, new Notice.Refused(ALERT.header().alert(), 1, Examples.member("uz"), digest, reason));
    }

    private static Notice dispatched(String refusal) {
        Notice.Copy copy = new Notice.Copy(Examples.member("uz"), RecipientKind.ACTION, null, refusal);
        return Notice.dispatched(
                NOW,
                List.of(new Notice.Dispatched(
                        ALERT.header().alert(),
                        1,
                        Examples.signed(ALERT).digest(),
                        ALERT.header().status(),
                        ALERT.header().precedence(),
                        NOW,
                        null,
                        List.of(copy),
                        null)));
    }

    private static Notice step(String member, Stage stage, Instant at) {
        return Notice.steps(
                at, List.of(new Notice.Step(ALERT.header().alert(), 1, Examples.member(member), stage, at)));
    }

    @Test
    void revisionIsTheSameSentOrReceived() {
        String key = AlertItem.received(
                        ALERT, Examples.signed(ALERT), Examples.member("uz"), new AlertItem.Appended(NOW, null), NOW)
                .toEvent()
                .key();

        assertThat(key).isEqualTo(sent(ALERT));
    }

    @Test
    void receiptOrStepIsTheSameWheneverItIsTold() {
        assertThat(reached("uz", Stage.RECEIVED, NOW)).isEqualTo(reached("uz", Stage.RECEIVED, NOW.plusSeconds(9)));
        assertThat(only(step("uz", Stage.RECEIVED, NOW), NOW))
                .isEqualTo(only(step("uz", Stage.RECEIVED, NOW.plusSeconds(9)), NOW.plusSeconds(9)));
    }

    @Test
    void latenessOfALevelIsTheSameWheneverItIsTold() {
        Notice one = Examples.late(NoticeKind.OVERDUE, "uz", ALERT, NOW);
        Notice other = Examples.late(NoticeKind.OVERDUE, "uz", ALERT, NOW.plusSeconds(1));

        assertThat(only(one, NOW)).isEqualTo(only(other, NOW.plusSeconds(9)));
    }

    @Test
    void dispatchIsNewsOnlyWhenItReachedOthers() {
        assertThat(only(dispatched(null), NOW)).isEqualTo(only(dispatched(null), NOW.plusSeconds(9)));
        assertThat(only(dispatched(null), NOW)).isNotEqualTo(only(dispatched("no-inbox"), NOW));
    }

    @Test
    void differentFactsHaveDifferentKeys() {
        Digest one = Examples.signed(ALERT).digest();
        Digest other = Examples.signed(UPDATE).digest();
        Stream<String> keys = Stream.of(
                sent(ALERT),
                sent(UPDATE),
                sent(Examples.alert().to("uz").build()),
                received(ANSWER),
                received(Examples.answer("uz", ALERT).build()),
                reached("uz", Stage.RECEIVED, NOW),
                reached("uz", Stage.DISPLAYED, NOW),
                reached("kg", Stage.RECEIVED, NOW),
                new ReceiptItem(ALERT.header().alert(), 2, null, Examples.member("uz"), Stage.RECEIVED, NOW)
                        .toEvent(NOW)
                        .key(),
                new ReceiptItem(ALERT.header().alert(), 1, ANSWER.answer(), Examples.member("uz"), Stage.RECEIVED, NOW)
                        .toEvent(NOW)
                        .key(),
                only(dispatched(null), NOW),
                only(step("uz", Stage.RECEIVED, NOW), NOW),
                only(step("uz", Stage.DISPLAYED, NOW), NOW),
                only(step("kg", Stage.RECEIVED, NOW), NOW),
                only(refused("no-inbox", one), NOW),
                only(refused("above-ceiling", one), NOW),
                only(refused("no-inbox", other), NOW),
                only(Examples.late(NoticeKind.REMINDER, "uz", ALERT, NOW), NOW),
                only(Examples.late(NoticeKind.OVERDUE, "uz", ALERT, NOW), NOW),
                only(Examples.late(NoticeKind.ESCALATED, "uz", ALERT, NOW), NOW),
                only(Examples.late(NoticeKind.OVERDUE, "kg", ALERT, NOW), NOW),
                only(Examples.late(NoticeKind.OVERDUE, "uz", UPDATE, NOW), NOW));

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void factThatComesTwiceInACommitIsOneEvent() {
        Event event = AlertItem.sent(ALERT, Examples.signed(ALERT), NOW).toEvent();

        assertThat(EventAppend.distinct(List.of(event, event))).containsExactly(event);
    }
}
