/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import java.time.Duration;
import java.time.Instant;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.access.Role;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.release.Door;
import org.tocsin.protocol.release.Release;
import org.tocsin.protocol.release.ReleaseRule;

/** Who may end a draft's waiting, how and when. Pure: what is not allowed is {@link Refused} with its reason. */
final class Releasing {

    /** What the header says of an alert that one person released alone. */
    static final String SINGLE = AlertHeader.RELEASED_BY_ONE;

    /** How recently a person must have signed in to release alone. */
    static final Duration FRESH = Duration.ofMinutes(5);

    private static final int REF_LENGTH = 12;

    private Releasing() {}

    /** Says whether the caller may read a draft of that header. */
    static boolean mayRead(Caller caller, AlertHeader header) {
        return ReleaseRule.read(header.tlp(), Door.API, caller.reader()).isAllowed();
    }

    /** A second person's release; gives the word for the header, which names nobody outside this member. */
    static String bySecondPerson(PendingDraft draft, Digest read, Caller caller, Instant now) {
        checkSame(draft, read, now);
        if (!draft.author().isOtherPersonThan(caller)) {
            throw new Refused(ProblemType.SECOND_PERSON_REQUIRED);
        }
        return Role.OFFICER.token() + '/' + caller.token().substring(0, REF_LENGTH);
    }

    /** The author's own release, when nobody else is there: not at once, and only by who has just proved who it is. */
    static String byOnePerson(PendingDraft draft, Digest read, Caller caller, Moment moment) {
        checkSame(draft, read, moment.now());
        if (!draft.author().isPerson() || !draft.author().is(caller)) {
            throw new Refused(ProblemType.FORBIDDEN, "Only the author breaks glass; anybody else can release it.");
        }
        if (moment.now().isBefore(draft.at().plus(moment.after()))) {
            throw new Refused(ProblemType.INVALID_TRANSITION, "It has not waited long enough for a second person.");
        }
        if (!moment.isFresh()) {
            throw new Refused(ProblemType.FRESH_SIGN_IN_REQUIRED);
        }
        return SINGLE;
    }

    /**
     * The present, how long a draft must have waited before its author may release it alone, and whether the person has
     * just signed in.
     */
    record Moment(Instant now, Duration after, boolean isFresh) {}

    /** Refuses who may not take the draft back: neither its author nor an officer. */
    static void checkMayWithdraw(PendingDraft draft, Caller caller) {
        if (!draft.author().is(caller) && !caller.roles().contains(Role.OFFICER)) {
            throw new Refused(ProblemType.FORBIDDEN);
        }
    }

    /**
     * Asks the release rule again: what was decided when the draft was submitted may have changed. Whoever an earlier
     * revision reached stays addressed, as when a revision is submitted.
     */
    static void checkStillAllowed(Alert alert, Directory directory) {
        AlertHeader header = alert.header();
        for (Recipient line : header.audience()) {
            Release release = ReleaseRule.decide(header.tlp(), line.member(), directory);
            boolean mayStay = header.kind() == AlertKind.UPDATE && release != Release.ABOVE_CEILING;
            if (!release.isAllowed() && !mayStay) {
                throw new Refused(ProblemType.RELEASE_STALE, "A recipient may not be sent it any more.");
            }
        }
    }

    private static void checkSame(PendingDraft draft, Digest read, Instant now) {
        if (!draft.isWaiting(now)) {
            throw new Refused(ProblemType.INVALID_TRANSITION, "The draft does not wait any more.");
        }
        if (!draft.digest().equals(read)) {
            throw new Refused(ProblemType.RELEASE_STALE);
        }
    }
}
