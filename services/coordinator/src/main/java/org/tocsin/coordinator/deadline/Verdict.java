/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

/** What is to happen to a deadline now, and why. {@code level} is the highest level passed after that. */
record Verdict(Reason reason, int level) {

    /** The named outcomes of judging. */
    enum Reason {
        /** The member answered: closed. */
        ANSWERED(true),
        /** A later revision asks anew: closed. */
        SUPERSEDED(true),
        /** The alert was recalled: closed. */
        CANCELLED(true),
        /** The alert is too old to ask about: closed. */
        EXPIRED(true),
        /** Something appended before may still wait on the broker: looked at again. */
        NOT_CAUGHT_UP(false),
        /** Nothing new fell due up to the moment everything is known of: looked at again. */
        NOT_DUE(false),
        /** The member neither sends nor receives for now: the level passes in silence. */
        MEMBER_NOT_ACTIVE(false),
        /** A level fell due: to be told. */
        LATE(false);

        private final boolean closes;

        Reason(boolean closes) {
            this.closes = closes;
        }
    }

    /** Says whether nothing more can happen to the deadline. */
    boolean closes() {
        return reason.closes;
    }

    /** Says whether the deadline is to be looked at again as it is. */
    boolean waits() {
        return reason == Reason.NOT_CAUGHT_UP || reason == Reason.NOT_DUE;
    }

    /** Says whether somebody is to be told. */
    boolean isLate() {
        return reason == Reason.LATE;
    }
}
