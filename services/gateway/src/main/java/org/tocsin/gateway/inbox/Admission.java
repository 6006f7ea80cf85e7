/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.AnswerItem;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.NoticeItem;
import org.tocsin.gateway.event.ReceiptItem;
import org.tocsin.gateway.event.Stored;
import org.tocsin.gateway.outbox.Objections;
import org.tocsin.gateway.outbox.Receipts;
import org.tocsin.gateway.outbox.Settlement;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.message.Receipt;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.release.ReleaseRule;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.transport.inbound.Inbound;

/**
 * What a verified message becomes at this member, decided from the message and what is already known. Pure: the same
 * message with the same knowledge always becomes the same.
 */
final class Admission {

    private static final String NO_INBOX = "no-inbox";
    // What the release rule stops, the origin is told of.
    private static final Set<Refusal> BY_RULE =
            Set.of(Refusal.NOT_ADDRESSED, Refusal.UNKNOWN_MEMBER, Refusal.ABOVE_CEILING, Refusal.MEMBER_NOT_ACTIVE);

    private final Member self;
    private final Instant now;
    private final Known known;
    private final Directory directory;
    private final Objecting objecting;

    Admission(Member self, Instant now, Known known, Directory directory) {
        this.self = self;
        this.now = now;
        this.known = known;
        this.directory = directory;
        this.objecting = new Objecting(self, now, known);
    }

    /** Let in, with what follows from it, or refused with the reason. */
    record Verdict(
            @Nullable Refusal refusal,
            List<Event> events,
            List<Receipts.Due> receipts,
            List<Settlement> settled,
            List<Objections.Due> objections,
            List<AuditEntry> audited) {

        static Verdict refused(Refusal refusal) {
            return new Verdict(refusal, List.of(), List.of(), List.of(), List.of(), List.of());
        }

        static Verdict objected(Refusal refusal, Objections.Due objection, AuditEntry entry) {
            return new Verdict(refusal, List.of(), List.of(), List.of(), List.of(objection), List.of(entry));
        }

        static Verdict admitted(Event event, Receipts.Due receipt) {
            return new Verdict(null, List.of(event), List.of(receipt), List.of(), List.of(), List.of());
        }

        static Verdict noted(List<Event> events, List<Settlement> settled) {
            return new Verdict(null, events, List.of(), settled, List.of(), List.of());
        }
    }

    Verdict decide(Inbound inbound) {
        if (inbound.message() instanceof Alert alert) {
            return alert(inbound, alert);
        }
        if (inbound.message() instanceof Answer answer) {
            return answer(inbound, answer);
        }
        if (inbound.message() instanceof Receipt receipt) {
            return receipt(receipt);
        }
        if (inbound.message() instanceof Reconciliation comparison) {
            return comparison(comparison);
        }
        if (inbound.message() instanceof Objection objection) {
            return objecting.heard(inbound, objection);
        }
        return notice(inbound, (Notice) inbound.message());
    }

    // Compared after the commit, and no event: what comes of it is shown by the links.
    private Verdict comparison(Reconciliation comparison) {
        boolean isForUs = comparison.to().equals(self) && !comparison.member().equals(self);
        return isForUs ? Verdict.noted(List.of(), List.of()) : Verdict.refused(Refusal.NOT_ADDRESSED);
    }

    private Verdict alert(Inbound inbound, Alert alert) {
        AlertHeader header = alert.header();
        Optional<Stored> held = known.revision(header.alert(), header.revision());
        Optional<Refusal> refusal = refusal(inbound, header, held);
        if (refusal.isPresent()) {
            return refused(inbound, header, refusal.get());
        }
        AlertItem item = AlertItem.received(alert, inbound.signed(), self, appended(inbound, header), now);
        Receipt.Cover cover = new Receipt.Cover(
                header.alert(),
                header.revision(),
                null,
                inbound.signed().digest(),
                held.map(Stored::at).orElse(now),
                null);
        return Verdict.admitted(item.toEvent(), new Receipts.Due(header.origin(), inbound.lane(), cover));
    }

    private Verdict refused(Inbound inbound, AlertHeader header, Refusal refusal) {
        return BY_RULE.contains(refusal) ? objecting.to(inbound, header, refusal) : Verdict.refused(refusal);
    }

    private Optional<Refusal> refusal(Inbound inbound, AlertHeader header, Optional<Stored> held) {
        if (header.recipient(self).isEmpty() || header.origin().equals(self)) {
            return Optional.of(Refusal.NOT_ADDRESSED);
        }
        // What is held already comes again to be confirmed, not to be let in.
        Optional<Refusal> withheld = held.isPresent() ? Optional.empty() : withheld(header);
        if (withheld.isPresent()) {
            return withheld;
        }
        if (inbound.lane() != header.precedence().lane()) {
            return Optional.of(Refusal.LANE_MISMATCH);
        }
        if (inbound.appendedAt().isAfter(header.expires())) {
            return Optional.of(Refusal.EXPIRED);
        }
        // A recall may come twice, when its first signature was refused to some; it undoes nothing.
        if (header.kind() != AlertKind.CANCEL && known.isCancelledBefore(header.alert(), header.revision())) {
            return Optional.of(Refusal.ALREADY_CANCELLED);
        }
        return isOther(held, inbound) ? Optional.of(Refusal.ALERT_ID_CONFLICT) : Optional.empty();
    }

    // Origin and coordinator have asked the same rule. Their word is not taken for what this member may hold.
    private Optional<Refusal> withheld(AlertHeader header) {
        return switch (ReleaseRule.decide(header.tlp(), self, directory)) {
            case ALLOWED -> Optional.empty();
            case UNKNOWN_MEMBER -> Optional.of(Refusal.UNKNOWN_MEMBER);
            case ABOVE_CEILING -> Optional.of(Refusal.ABOVE_CEILING);
            default -> Optional.of(Refusal.MEMBER_NOT_ACTIVE);
        };
    }

    private AlertItem.Appended appended(Inbound inbound, AlertHeader header) {
        return new AlertItem.Appended(
                inbound.appendedAt(),
                known.runningDeadline(header.alert(), header.revision()).orElse(null));
    }

    private static boolean isOther(Optional<Stored> held, Inbound inbound) {
        return held.isPresent() && !inbound.signed().digest().equals(held.get().digest());
    }

    private Verdict answer(Inbound inbound, Answer answer) {
        if (!answer.audience().contains(self)) {
            return Verdict.refused(Refusal.NOT_ADDRESSED);
        }
        if (!known.holds(answer.alert()) || isAhead(answer)) {
            return Verdict.refused(Refusal.UNKNOWN_SUBJECT);
        }
        if (!isParticipant(answer)) {
            return Verdict.refused(Refusal.AUTHOR_NOT_ADDRESSED);
        }
        Optional<Stored> held = known.byKey(Event.keyOf(answer.answer()));
        if (isOther(held, inbound)) {
            return Verdict.refused(Refusal.ALERT_ID_CONFLICT);
        }
        AnswerItem item = AnswerItem.received(answer, inbound.signed(), inbound.appendedAt(), now);
        Receipt.Cover cover = new Receipt.Cover(
                answer.alert(),
                answer.revision(),
                answer.answer(),
                inbound.signed().digest(),
                held.map(Stored::at).orElse(now),
                null);
        return Verdict.admitted(
                item.toEvent(answer.audience()), new Receipts.Due(answer.member(), inbound.lane(), cover));
    }

    // Only the origin knows which revisions there are; nobody has answered one before it was said.
    private boolean isAhead(Answer answer) {
        return answer.alert().origin().equals(self)
                && known.revision(answer.alert(), answer.revision()).isEmpty();
    }

    private boolean isParticipant(Answer answer) {
        Set<Member> addressees = known.addressees(answer.alert());
        return addressees.contains(answer.member()) || answer.alert().origin().equals(answer.member());
    }

    private Verdict receipt(Receipt receipt) {
        if (!receipt.to().equals(self)) {
            return Verdict.refused(Refusal.NOT_ADDRESSED);
        }
        boolean allSent = receipt.covers().stream().allMatch(cover -> wasSentTo(receipt.member(), cover));
        if (!allSent) {
            return Verdict.refused(Refusal.UNKNOWN_SUBJECT);
        }
        List<Event> events = receipt.covers().stream()
                .flatMap(cover -> reached(receipt.member(), cover))
                .map(item -> item.toEvent(now))
                .toList();
        List<Settlement> settled = receipt.covers().stream()
                .map(cover -> new Settlement(cover.digest(), receipt.member()))
                .toList();
        return Verdict.noted(events, settled);
    }

    private boolean wasSentTo(Member member, Receipt.Cover cover) {
        return known.sent(cover)
                .filter(sent ->
                        sent.members().contains(member) && sent.subject().equals(cover.alert()))
                .isPresent();
    }

    private static Stream<ReceiptItem> reached(Member member, Receipt.Cover cover) {
        ReceiptItem received = new ReceiptItem(
                cover.alert(), cover.revision(), cover.answer(), member, Stage.RECEIVED, cover.receivedAt());
        if (cover.displayedAt() == null) {
            return Stream.of(received);
        }
        return Stream.of(
                received,
                new ReceiptItem(
                        cover.alert(), cover.revision(), cover.answer(), member, Stage.DISPLAYED, cover.displayedAt()));
    }

    private Verdict notice(Inbound inbound, Notice notice) {
        List<Event> events = NoticeItem.of(notice).stream()
                .map(item -> item.toEvent(self, now))
                .toList();
        return objecting.withEvidence(
                Verdict.noted(events, finalRefusals(notice).toList()), inbound, notice);
    }

    // A missing inbox may appear later, so that refusal settles nothing.
    private Stream<Settlement> finalRefusals(Notice notice) {
        if (notice.kind() == NoticeKind.REFUSED && notice.refused() != null) {
            Notice.Refused refused = notice.refused();
            // Junk in another's topic may bear any digest: a refusal settles only what it names as ours.
            boolean isOurs = refused.alert() != null && refused.alert().origin().equals(self);
            boolean isFinal = (refused.recipient() != null || isOurs) && !NO_INBOX.equals(refused.reason());
            return Stream.ofNullable(refused.digest())
                    .filter(digest -> isFinal)
                    .map(digest -> new Settlement(digest, refused.recipient()));
        }
        return notice.dispatched().stream().flatMap(line -> line.recipients().stream()
                .filter(copy -> copy.refusal() != null && !NO_INBOX.equals(copy.refusal()))
                .map(copy -> new Settlement(line.digest(), copy.member())));
    }
}
