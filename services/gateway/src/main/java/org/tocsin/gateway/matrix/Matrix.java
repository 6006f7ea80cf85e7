/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.matrix;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.AnswerItem;
import org.tocsin.gateway.event.Direction;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.NoticeItem;
import org.tocsin.gateway.event.ReceiptItem;
import org.tocsin.gateway.event.RefusalItem;
import org.tocsin.gateway.event.Stored;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.message.Place;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.message.Stage;

/** Folds the events around one alert into a row per recipient: all of them at the origin, its own at an addressee. */
final class Matrix {

    private final Instant now;
    private final List<AlertItem> revisions;
    private final List<AnswerItem> answers;
    private final List<ReceiptItem> receipts;
    private final List<NoticeItem> notices;
    private final List<RefusalItem> refusals;

    Matrix(List<Stored> around, Instant now) {
        this.now = now;
        this.revisions = items(around, EventKind.ALERT, AlertItem.class)
                .sorted(Comparator.comparingInt(AlertItem::revision))
                .toList();
        this.answers = items(around, EventKind.ANSWER, AnswerItem.class).toList();
        this.receipts = items(around, EventKind.RECEIPT, ReceiptItem.class).toList();
        this.notices = items(around, EventKind.NOTICE, NoticeItem.class).toList();
        this.refusals = items(around, EventKind.REFUSAL, RefusalItem.class).toList();
    }

    /** The rows that this member may see; empty when it holds no revision of the alert. */
    List<MatrixRow> rows(Member self) {
        if (revisions.isEmpty()) {
            return List.of();
        }
        AlertItem latest = latest();
        return latest.audience().stream()
                .filter(line ->
                        latest.direction() == Direction.SENT || line.member().equals(self))
                .map(this::row)
                .toList();
    }

    private MatrixRow row(Recipient line) {
        AlertItem latest = latest();
        Member member = line.member();
        AlertItem opening = opening(member);
        Optional<AnswerItem> first = answersOf(member, opening.revision()).findFirst();
        Optional<AnswerItem> last = answersOf(member, 1).reduce((one, other) -> other);
        Optional<Instant> receivedAt = receivedAt(member);
        int level = escalationLevel(member, opening.revision());
        return new MatrixRow(
                member,
                line.kind(),
                latest.revision(),
                latest.at(),
                receivedAt.orElse(null),
                reachedAt(member, Stage.DISPLAYED).orElse(null),
                first.map(AnswerItem::answeredAt).orElse(null),
                last.map(AnswerItem::revision).orElse(null),
                last.map(AnswerItem::outcome).orElse(null),
                last.map(AnswerItem::assessment).orElse(null),
                last.map(AnswerItem::note).orElse(null),
                acknowledgeBy(member).orElse(null),
                level >= NoticeKind.OVERDUE.level() && first.isEmpty(),
                level,
                receivedAt.isPresent() ? null : refusal(member).orElse(null));
    }

    private AlertItem latest() {
        return revisions.get(revisions.size() - 1);
    }

    // The revision that opened the running deadline: the latest material one, or the first that named the member.
    private AlertItem opening(Member member) {
        AlertItem first = revisions.stream()
                .filter(revision -> names(revision, member))
                .findFirst()
                .orElse(latest());
        return revisions.stream()
                .filter(revision -> revision.revision() > first.revision())
                .filter(revision -> revision.material() || revision.kind() == AlertKind.CANCEL)
                .reduce((one, other) -> other)
                .orElse(first);
    }

    private static boolean names(AlertItem revision, Member member) {
        return revision.audience().stream().anyMatch(line -> line.member().equals(member));
    }

    private Stream<AnswerItem> answersOf(Member member, int fromRevision) {
        return answers.stream().filter(answer -> answer.member().equals(member) && answer.revision() >= fromRevision);
    }

    private Optional<Instant> receivedAt(Member member) {
        return latest().direction() == Direction.RECEIVED
                ? Optional.of(latest().at())
                : reachedAt(member, Stage.RECEIVED);
    }

    private Optional<Instant> reachedAt(Member member, Stage stage) {
        return receipts.stream()
                .filter(receipt -> receipt.answer() == null && receipt.revision() == latest().revision())
                .filter(receipt -> receipt.member().equals(member) && receipt.stage() == stage)
                .map(ReceiptItem::at)
                .findFirst();
    }

    private Optional<Instant> acknowledgeBy(Member member) {
        if (latest().direction() == Direction.RECEIVED) {
            return Optional.ofNullable(opening(member).acknowledgeBy());
        }
        return copies(member)
                .map(Notice.Copy::acknowledgeBy)
                .flatMap(Stream::ofNullable)
                .reduce((one, other) -> other);
    }

    private Optional<String> refusal(Member member) {
        if (now.isAfter(latest().expires())) {
            return Optional.of("undeliverable");
        }
        return objection(member).or(() -> copies(member)
                .reduce((one, other) -> other)
                .flatMap(copy -> Optional.ofNullable(copy.refusal())));
    }

    // What the recipient itself did not let in was copied to it before.
    private Optional<String> objection(Member member) {
        return refusals.stream()
                .filter(refusal -> refusal.place() == Place.RECIPIENT && member.equals(refusal.recipient()))
                .filter(refusal -> refusal.digest().equals(latest().digest()))
                .map(RefusalItem::rule)
                .findFirst();
    }

    private Stream<Notice.Copy> copies(Member member) {
        return notices.stream()
                .filter(notice -> notice.kind() == NoticeKind.DISPATCHED)
                .sorted(Comparator.comparingInt(NoticeItem::revision))
                .flatMap(notice -> notice.recipients().stream())
                .filter(copy -> copy.member().equals(member));
    }

    private int escalationLevel(Member member, int fromRevision) {
        return notices.stream()
                .filter(notice -> member.equals(notice.member()))
                .filter(notice -> Objects.requireNonNullElse(notice.revision(), -1) >= fromRevision)
                .mapToInt(notice -> notice.kind().level())
                .max()
                .orElse(0);
    }

    private static <T> Stream<T> items(List<Stored> around, EventKind kind, Class<T> type) {
        return around.stream().filter(event -> event.kind() == kind).map(event -> event.as(type));
    }
}
