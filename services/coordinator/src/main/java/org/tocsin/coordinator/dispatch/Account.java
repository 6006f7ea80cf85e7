/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.coordinator.deadline.Deadline;
import org.tocsin.coordinator.notice.Telling;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Receipt;
import org.tocsin.protocol.message.Stage;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.inbound.Quarantined;

/** What a batch came to, once it is known which copies got through: what is owed, what is stored, who is told what. */
record Account(
        List<Dispatch.Released> dispatched, List<Deadline> opened, List<Answered> answered, List<Telling> tellings) {

    /** A member's answer on a revision, and when the broker appended it. */
    record Answered(AlertId alert, int revision, Member member, Instant appendedAt) {}

    static Account of(Sorting sorting, List<Quarantined> quarantined, Undelivered undelivered, Known known) {
        Writer writer = new Writer(undelivered, known);
        sorting.released().stream()
                .filter(released -> !released.lines().isEmpty())
                .forEach(writer::alert);
        sorting.answers().forEach(writer::answer);
        sorting.receipts()
                .forEach(said -> writer.receipt((Receipt) said.inbound().message(), said.inbound()));
        sorting.refused().forEach(writer.tidings::refused);
        quarantined.stream().filter(record -> !record.isWaiting()).forEach(writer.tidings::refused);
        return new Account(sorting.released(), writer.opened, writer.answered, writer.tidings.tellings());
    }

    /** The earliest moment at which an opened deadline has something to say; null when none was opened. */
    @Nullable
    Instant firstDue() {
        return opened.stream().map(Deadline::firstDue).min(Instant::compareTo).orElse(null);
    }

    /** Works through a batch in order. */
    private static final class Writer {

        private final Undelivered undelivered;
        private final Known known;
        private final Tidings tidings = new Tidings();
        private final List<Deadline> opened = new ArrayList<>();
        private final List<Answered> answered = new ArrayList<>();

        Writer(Undelivered undelivered, Known known) {
            this.undelivered = undelivered;
            this.known = known;
        }

        void alert(Dispatch.Released released) {
            List<Notice.Copy> copies =
                    released.lines().stream().map(line -> copy(released, line)).toList();
            tidings.dispatched(released, copies);
        }

        private Notice.Copy copy(Dispatch.Released released, Dispatch.Line line) {
            Member member = line.recipient().member();
            String refusal = line.refusal();
            if (refusal == null && undelivered.contains(released.inbound(), member)) {
                refusal = Dispatch.NO_INBOX;
            }
            Instant acknowledgeBy = refusal == null ? acknowledgeBy(released, line) : null;
            return new Notice.Copy(member, line.recipient().kind(), acknowledgeBy, refusal);
        }

        private Instant acknowledgeBy(Dispatch.Released released, Dispatch.Line line) {
            AlertHeader alert = released.alert();
            Member member = line.recipient().member();
            boolean opens = alert.material() || alert.kind() != AlertKind.UPDATE;
            Instant running = known.running(alert, member, opens);
            return running != null ? running : open(released, line);
        }

        private Instant open(Dispatch.Released released, Dispatch.Line line) {
            AlertHeader alert = released.alert();
            Deadline deadline = new Deadline(
                    alert.alert(),
                    alert.revision(),
                    line.recipient().member(),
                    released.inbound().lane(),
                    released.appendedAt(),
                    line.recipient().acknowledgeWithin(),
                    alert.expires());
            opened.add(deadline);
            known.owes(alert.alert(), alert.revision(), deadline.member(), deadline.acknowledgeBy());
            return deadline.acknowledgeBy();
        }

        void answer(Sorting.Said said) {
            Inbound inbound = said.inbound();
            Answer answer = (Answer) inbound.message();
            said.targets().stream()
                    .filter(target -> undelivered.contains(inbound, target))
                    .forEach(target -> tidings.undelivered(inbound, answer, target));
            // The origin's own reply is no step of an addressee, and what the origin is not told stops no clock.
            Member origin = answer.alert().origin();
            if (!answer.member().equals(origin) && answer.audience().contains(origin)) {
                answered.add(new Answered(answer.alert(), answer.revision(), answer.member(), inbound.appendedAt()));
                tidings.step(inbound, answer.alert(), answer.revision(), Stage.ANSWERED);
            }
        }

        void receipt(Receipt receipt, Inbound inbound) {
            for (Receipt.Cover cover : receipt.covers()) {
                if (cover.answer() == null) {
                    tidings.step(inbound, cover.alert(), cover.revision(), Stage.RECEIVED);
                }
                if (cover.answer() == null && cover.displayedAt() != null) {
                    tidings.step(inbound, cover.alert(), cover.revision(), Stage.DISPLAYED);
                }
            }
        }
    }
}
