/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.time.Instant;
import java.util.Set;
import org.tocsin.coordinator.notice.Telling;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;

/** A level that a member passed without an answer; its identity is (alert, revision, member, level). */
record Lateness(AlertId alert, int revision, Member member, int level, Lane lane, Instant acknowledgeBy, Instant at) {

    /** Who is told what. */
    Telling telling() {
        NoticeKind kind = NoticeKind.ofLevel(level);
        return new Telling(
                targets(kind), lane, Notice.late(at, kind, new Notice.Late(alert, revision, member, acknowledgeBy)));
    }

    private Set<Member> targets(NoticeKind kind) {
        return switch (kind) {
            case REMINDER -> distinct(member, Member.CENTRE);
            case OVERDUE -> distinct(member, alert.origin(), Member.CENTRE);
            default -> distinct(alert.origin(), Member.CENTRE);
        };
    }

    private static Set<Member> distinct(Member... members) {
        return new java.util.LinkedHashSet<>(java.util.List.of(members));
    }
}
