/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.message.Status;

/**
 * One line of a notice as streams show it. {@code member} is whom it is about; {@code recipients} and {@code appendedAt}
 * come with {@code dispatched}, {@code releasedBy} if one person released it alone, {@code stage} with {@code step}, {@code reason} with {@code refused}, {@code
 * acknowledgeBy} with a missed deadline.
 */
public record NoticeItem(
        NoticeKind kind,
        @Nullable AlertId alert,
        @Nullable Integer revision,
        @Nullable Member member,
        Instant at,
        @Nullable Status status,
        @Nullable Precedence precedence,
        @Nullable Instant appendedAt,
        @Nullable Duration skew,
        List<Notice.Copy> recipients,
        @Nullable Stage stage,
        @Nullable String reason,
        @Nullable Digest digest,
        @Nullable Instant acknowledgeBy,
        @Nullable String releasedBy) {

    /** Absent lists are empty lists. */
    public NoticeItem {
        recipients = recipients == null ? List.of() : List.copyOf(recipients);
    }

    /** The lines of a notice. */
    public static List<NoticeItem> of(Notice notice) {
        return switch (notice.kind()) {
            case DISPATCHED ->
                notice.dispatched().stream()
                        .map(line -> dispatched(notice, line))
                        .toList();
            case STEP -> notice.steps().stream().map(line -> step(notice, line)).toList();
            case REFUSED -> notice.refused() == null ? List.of() : List.of(refused(notice, notice.refused()));
            case REMINDER, OVERDUE, ESCALATED ->
                notice.late() == null ? List.of() : List.of(late(notice, notice.late()));
        };
    }

    private static NoticeItem dispatched(Notice notice, Notice.Dispatched line) {
        return new NoticeItem(
                notice.kind(),
                line.alert(),
                line.revision(),
                null,
                notice.at(),
                line.status(),
                line.precedence(),
                line.appendedAt(),
                line.skew(),
                line.recipients(),
                null,
                null,
                line.digest(),
                null,
                line.releasedBy());
    }

    private static NoticeItem step(Notice notice, Notice.Step line) {
        return new NoticeItem(
                notice.kind(),
                line.alert(),
                line.revision(),
                line.member(),
                line.at(),
                null,
                null,
                null,
                null,
                List.of(),
                line.stage(),
                null,
                null,
                null,
                null);
    }

    private static NoticeItem refused(Notice notice, Notice.Refused line) {
        return new NoticeItem(
                notice.kind(),
                line.alert(),
                line.revision(),
                line.recipient(),
                notice.at(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                line.reason(),
                line.digest(),
                null,
                null);
    }

    private static NoticeItem late(Notice notice, Notice.Late line) {
        return new NoticeItem(
                notice.kind(),
                line.alert(),
                line.revision(),
                line.member(),
                notice.at(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                line.acknowledgeBy(),
                null);
    }

    /** The event that this line is at a member; the same line told twice has the same key. */
    public Event toEvent(Member self, Instant committedAt) {
        return new Event(
                key(),
                EventKind.NOTICE,
                null,
                alert,
                revision,
                member == null ? List.of() : List.of(member),
                digest,
                committedAt,
                Event.json(this),
                concerns(self) ? Label.RED : null);
    }

    // A reminder may overtake its alert, whose label is not known until it is here. The centre is told of alerts that
    // it
    // is never sent; of those there is no label.
    private boolean concerns(Member self) {
        return self.equals(member) || alert != null && alert.origin().equals(self);
    }

    private String key() {
        String about = "notice/" + kind.token() + '/' + alert + '/' + revision + '/';
        return switch (kind) {
            // A repeated dispatch may reach members that had no inbox before, which is news.
            case DISPATCHED -> about + Digest.sha256(Event.json(recipients)).hex();
            case STEP -> about + member + '/' + stage;
            case REFUSED -> about + member + '/' + digest + '/' + reason;
            case REMINDER, OVERDUE, ESCALATED -> about + member;
        };
    }
}
