/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.http.Violation;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.message.Status;

/**
 * Decides whether a draft becomes an alert, and which. Pure: draft, moment and knowledge go in; the alert comes out, or
 * {@link Refused} with its named reason.
 */
final class Submission {

    private static final Duration LONGEST_LIFE = Duration.ofDays(30);

    private final Scope scope;
    private final Instant now;
    private final Map<AlertId, Set<Member>> participantsOf;

    /** {@code participantsOf} tells, for every referenced alert this member holds, its origin and addressees. */
    Submission(Scope scope, Instant now, Map<AlertId, Set<Member>> participantsOf) {
        this.scope = scope;
        this.now = now;
        this.participantsOf = participantsOf;
    }

    /** A new alert. */
    Alert release(Draft draft, UUID id) {
        Audience audience = new Audience(scope, draft);
        checkWords(draft.body());
        checkDeadline(draft, audience);
        Instant expires = expires(draft);
        List<Recipient> recipients = audience.resolve();
        checkReferences(draft.body(), recipients);
        return new Alert(
                header(draft, new Place(id, 1, AlertKind.ALERT, null), true, recipients, expires), draft.body());
    }

    /** The next revision of an alert of this member. */
    Alert revise(Draft draft, Sent current) {
        current.mustBeOpen();
        checkWords(draft.body());
        checkUnchanged(draft, current);
        List<Recipient> recipients = revised(draft, current);
        checkReferences(draft.body(), recipients);
        Place place = new Place(current.id(), current.revision() + 1, AlertKind.UPDATE, current.digest());
        // A revision that names no time does not shorten the alert's life.
        Instant expires = draft.expires() == null ? later(current.header().expires(), expires(draft)) : expires(draft);
        return new Alert(header(draft, place, draft.material(), recipients, expires), draft.body());
    }

    /** The recall of an alert of this member: to everyone any revision went to, and always material. */
    Alert cancel(AlertBody words, Sent current) {
        current.mustBeOpen();
        checkWords(words);
        AlertHeader last = current.header();
        Instant expires = later(last.expires(), now.plus(last.precedence().defaultLife()));
        AlertHeader header = new AlertHeader(
                Message.VERSION,
                scope.self(),
                last.id(),
                last.revision() + 1,
                AlertKind.CANCEL,
                current.digest(),
                last.status(),
                last.precedence(),
                last.tlp(),
                last.pap(),
                true,
                last.audience(),
                now,
                expires,
                null,
                null);
        // A recall without words of its own is still told under the headline it recalls.
        return new Alert(header, words.info().isEmpty() ? AlertBody.of(current.info()) : words);
    }

    /** The same once more as the next revision, for one whose signature is not taken; a recall stays a recall. */
    static Alert again(Alert before, Digest digest, Instant now) {
        AlertHeader last = before.header();
        AlertHeader header = new AlertHeader(
                Message.VERSION,
                last.origin(),
                last.id(),
                last.revision() + 1,
                last.kind() == AlertKind.CANCEL ? AlertKind.CANCEL : AlertKind.UPDATE,
                digest,
                last.status(),
                last.precedence(),
                last.tlp(),
                last.pap(),
                last.material(),
                last.audience(),
                now,
                last.expires(),
                last.releasedBy(),
                last.correlate());
        return new Alert(header, before.body());
    }

    private record Place(
            UUID id,
            int revision,
            AlertKind kind,
            @org.jspecify.annotations.Nullable Digest previous) {}

    private AlertHeader header(
            Draft draft, Place place, boolean material, List<Recipient> recipients, Instant expires) {
        return new AlertHeader(
                Message.VERSION,
                scope.self(),
                place.id(),
                place.revision(),
                place.kind(),
                place.previous(),
                draft.status(),
                draft.precedence(),
                draft.tlp(),
                draft.pap(),
                material,
                recipients,
                now,
                expires,
                null,
                null);
    }

    private List<Recipient> revised(Draft draft, Sent current) {
        List<Recipient> before = current.header().audience();
        Draft addressed = draft.audience() == null ? draft.to(before) : draft;
        Audience audience = Audience.ofRevision(scope, addressed, before);
        checkDeadline(addressed, audience);
        List<Recipient> after = audience.resolve();
        Set<Member> kept = after.stream().map(Recipient::member).collect(Collectors.toSet());
        if (!before.stream().map(Recipient::member).allMatch(kept::contains)) {
            throw refused(ProblemType.AUDIENCE_NARROWED, "/audience", "removes-a-recipient");
        }
        return after;
    }

    private static void checkUnchanged(Draft draft, Sent current) {
        if (draft.precedence() != current.header().precedence()) {
            throw refused(ProblemType.INVALID_ALERT, "/precedence", "fixed-for-life");
        }
        if (draft.status() != current.header().status()) {
            throw refused(ProblemType.INVALID_ALERT, "/status", "fixed-for-life");
        }
    }

    private static void checkWords(AlertBody body) {
        DraftReader.unsafe(body).ifPresent(violation -> {
            throw new Refused(ProblemType.UNSAFE_TEXT, List.of(violation));
        });
        for (int i = 0; i < body.references().size(); i++) {
            if (!References.isSafe(body.references().get(i))) {
                throw refused(ProblemType.UNSAFE_LINK, "/references/" + i, "unsafe-link");
            }
        }
    }

    private void checkDeadline(Draft draft, Audience audience) {
        boolean isShorter = draft.acknowledgeWithin() != null
                && draft.status() == Status.ACTUAL
                && audience.isShorterThanLadder(draft.acknowledgeWithin());
        if (isShorter) {
            throw refused(ProblemType.INVALID_ALERT, "/acknowledgeWithin", "shorter-than-the-ladder");
        }
    }

    private Instant expires(Draft draft) {
        if (draft.expires() == null) {
            return now.plus(draft.precedence().defaultLife());
        }
        if (!draft.expires().isAfter(now)) {
            throw refused(ProblemType.INVALID_ALERT, "/expires", "past");
        }
        if (draft.expires().isAfter(now.plus(LONGEST_LIFE))) {
            throw refused(ProblemType.INVALID_ALERT, "/expires", "more-than-30-days");
        }
        return draft.expires();
    }

    private void checkReferences(AlertBody body, List<Recipient> recipients) {
        for (AlertId reference : References.alerts(body.references())) {
            Set<Member> participants = participantsOf.get(reference);
            if (participants == null) {
                throw refused(ProblemType.INVALID_ALERT, "/references", "unknown-alert");
            }
            if (!recipients.stream().map(Recipient::member).allMatch(participants::contains)) {
                throw refused(ProblemType.REFERENCE_DISCLOSES, "/references", "not-addressed-by-it");
            }
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Refused refused(ProblemType type, String pointer, String rule) {
        return new Refused(type, List.of(new Violation(pointer, rule)));
    }
}
