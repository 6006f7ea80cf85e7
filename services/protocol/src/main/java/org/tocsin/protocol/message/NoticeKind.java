/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** What the coordinator has to say. The last three are the ladder of a missed deadline. */
public enum NoticeKind implements Token {
    /** Copies of an alert went out; tells the deadlines. To the origin and the centre. */
    DISPATCHED(0),
    /** A record or a copy was refused. To its sender and the centre. */
    REFUSED(0),
    /** A member received, displayed or answered. To the centre. */
    STEP(0),
    /** Half of the time has passed. To the late member. */
    REMINDER(1),
    /** The deadline has passed. To the late member and the origin. */
    OVERDUE(2),
    /** Twice the time has passed. To the origin and the centre. */
    ESCALATED(3);

    private final int level;

    NoticeKind(int level) {
        this.level = level;
    }

    /** The escalation level this notice reports: 0 none, 1 reminded, 2 overdue, 3 escalated. */
    public int level() {
        return level;
    }

    /** The notice of an escalation level from 1 to 3. */
    public static NoticeKind ofLevel(int level) {
        return switch (level) {
            case 1 -> REMINDER;
            case 2 -> OVERDUE;
            case 3 -> ESCALATED;
            default -> throw new IllegalArgumentException("no such escalation level");
        };
    }

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
