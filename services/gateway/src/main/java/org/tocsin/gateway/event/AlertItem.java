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
import org.tocsin.protocol.Pap;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Certainty;
import org.tocsin.protocol.message.Info;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.message.Severity;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.message.Urgency;
import org.tocsin.protocol.signing.SignedMessage;

/**
 * A revision as lists and streams show it. {@code at} is when it was committed here. For a received one {@code
 * acknowledgeBy} is this member's own deadline, counted from the broker's append, and {@code skew} is given when the
 * origin's {@code issued} is more than five minutes off that append. {@code state} is released, cancelled or deleted.
 */
public record AlertItem(
        AlertId id,
        int revision,
        AlertKind kind,
        String state,
        Direction direction,
        Member origin,
        Status status,
        Precedence precedence,
        Label tlp,
        @Nullable Pap pap,
        boolean material,
        List<Headline> info,
        @Nullable String classification,
        @Nullable Urgency urgency,
        @Nullable Severity severity,
        @Nullable Certainty certainty,
        List<Recipient> audience,
        Instant issued,
        Instant expires,
        Instant at,
        @Nullable Instant acknowledgeBy,
        @Nullable Duration skew,
        Digest digest) {

    private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

    /** A deleted alert has no words left. */
    public AlertItem {
        info = info == null ? List.of() : List.copyOf(info);
    }

    /** A headline in one language. */
    public record Headline(String language, String headline) {
        static Headline of(Info info) {
            return new Headline(info.language(), info.headline());
        }
    }

    /** A revision this member sends. */
    public static AlertItem sent(Alert alert, SignedMessage signed, Instant at) {
        return of(alert, signed.digest(), new Arrival(Direction.SENT, at, null, null));
    }

    /**
     * When the broker appended a revision to its origin's outbox, and this member's deadline that was running then: a
     * revision that is not material leaves it as it is.
     */
    public record Appended(Instant at, @Nullable Instant runningDeadline) {}

    /** A revision this member received. */
    public static AlertItem received(Alert alert, SignedMessage signed, Member self, Appended appended, Instant at) {
        AlertHeader header = alert.header();
        boolean opens = header.material() || header.kind() != AlertKind.UPDATE || appended.runningDeadline() == null;
        Instant acknowledgeBy = !opens
                ? appended.runningDeadline()
                : header.recipient(self)
                        .map(line -> appended.at().plus(line.acknowledgeWithin()))
                        .orElse(null);
        Duration skew = Duration.between(appended.at(), header.issued());
        Duration shown = skew.abs().compareTo(TOLERATED_SKEW) > 0 ? skew : null;
        return of(alert, signed.digest(), new Arrival(Direction.RECEIVED, at, acknowledgeBy, shown));
    }

    /** How a revision came here. */
    private record Arrival(
            Direction direction,
            Instant at,
            @Nullable Instant acknowledgeBy,
            @Nullable Duration skew) {}

    private static AlertItem of(Alert alert, Digest digest, Arrival arrival) {
        AlertHeader header = alert.header();
        AlertBody body = alert.body();
        return new AlertItem(
                header.alert(),
                header.revision(),
                header.kind(),
                header.kind() == AlertKind.CANCEL ? "cancelled" : "released",
                arrival.direction(),
                header.origin(),
                header.status(),
                header.precedence(),
                header.tlp(),
                header.pap(),
                header.material(),
                body.info().stream().map(Headline::of).toList(),
                body.classification(),
                body.urgency(),
                body.severity(),
                body.certainty(),
                header.audience(),
                header.issued(),
                header.expires(),
                arrival.at(),
                arrival.acknowledgeBy(),
                arrival.skew(),
                digest);
    }

    /** The event that this revision is. */
    public Event toEvent() {
        return new Event(
                Event.keyOf(id, revision),
                EventKind.ALERT,
                direction,
                id,
                revision,
                audience.stream().map(Recipient::member).toList(),
                digest,
                at,
                Event.json(this),
                tlp);
    }
}
