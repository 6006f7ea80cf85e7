/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.testing.Examples;

/** What happened at a member, told event by event; a fact that comes twice is one event, as in the table. */
public final class History {

    private final Member self;
    private final List<Stored> events = new ArrayList<>();

    private History(Member self) {
        this.self = self;
    }

    /** The history of a member to whom nothing happened yet. */
    public static History of(String member) {
        return new History(Examples.member(member));
    }

    /** The member sent a revision, committed when it claims to be issued. */
    public History sent(Alert alert) {
        return add(AlertItem.sent(alert, Examples.signed(alert), alert.header().issued())
                .toEvent());
    }

    /** The member received a revision, appended and committed at that time. */
    public History received(Alert alert, Instant at) {
        return add(AlertItem.received(alert, Examples.signed(alert), self, new AlertItem.Appended(at, null), at)
                .toEvent());
    }

    /** The member gave an answer. */
    public History sent(Answer answer) {
        return add(AnswerItem.sent(answer, Examples.signed(answer), answer.issued())
                .toEvent(answer.audience()));
    }

    /** The member was given an answer, appended and committed at that time. */
    public History received(Answer answer, Instant at) {
        return add(AnswerItem.received(answer, Examples.signed(answer), at, at).toEvent(answer.audience()));
    }

    /** A member confirmed a revision. */
    public History reached(String member, Alert alert, Stage stage, Instant at) {
        return add(new ReceiptItem(
                        alert.header().alert(), alert.header().revision(), null, Examples.member(member), stage, at)
                .toEvent(at));
    }

    /** The coordinator said something. */
    public History told(Notice notice) {
        NoticeItem.of(notice).forEach(item -> add(item.toEvent(self, notice.at())));
        return this;
    }

    /** All of it, in order. */
    public List<Stored> events() {
        return List.copyOf(events);
    }

    /** Its revisions only. */
    public List<Stored> revisions() {
        return ofKind(EventKind.ALERT).toList();
    }

    private Stream<Stored> ofKind(EventKind kind) {
        return events.stream().filter(event -> event.kind() == kind);
    }

    private History add(Event event) {
        if (events.stream().noneMatch(known -> known.key().equals(event.key()))) {
            events.add(new Stored(
                    events.size() + 1L,
                    event.key(),
                    event.kind(),
                    event.direction(),
                    event.alert(),
                    event.revision() == null ? 0 : event.revision(),
                    event.members(),
                    event.digest(),
                    event.at(),
                    event.data(),
                    event.tlp()));
        }
        return this;
    }
}
