/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.message.Place;
import org.tocsin.protocol.signing.SignedMessage;

/**
 * Something of this member's that the release rule stopped: where, by which of its words, of which label, and on the way
 * to whom. {@code evidence} is the compact JWS of who stopped it, which holds all of this and nothing of what was stopped.
 * A draft that became no alert is known by the digest of its JSON alone.
 */
public record RefusalItem(
        Place place,
        String rule,
        Label label,
        @Nullable AlertId alert,
        @Nullable Integer revision,
        Digest digest,
        @Nullable Member recipient,
        Instant at,
        String evidence) {

    /** What a gateway objected to. */
    public static RefusalItem of(Objection objection, SignedMessage signed) {
        return new RefusalItem(
                objection.place(),
                objection.rule(),
                objection.label(),
                objection.alert(),
                objection.revision(),
                objection.digest(),
                objection.recipient(),
                objection.at(),
                text(signed));
    }

    /** What the coordinator told that it stopped; the notice must say where. */
    public static RefusalItem of(Instant at, Notice.Refused refused, SignedMessage signed) {
        return new RefusalItem(
                Objects.requireNonNull(refused.place(), "where it was stopped"),
                refused.reason(),
                Objects.requireNonNull(refused.label(), "of which label it is"),
                refused.alert(),
                refused.revision(),
                Objects.requireNonNull(refused.digest(), "what was stopped"),
                refused.recipient(),
                at,
                text(signed));
    }

    /** The event that this is; the same refusal told twice has the same key. */
    public Event toEvent(Instant committedAt) {
        return new Event(
                "refusal/" + place.token() + '/' + digest + '/' + recipient + '/' + rule,
                EventKind.REFUSAL,
                null,
                alert,
                revision,
                recipient == null ? List.of() : List.of(recipient),
                digest,
                committedAt,
                Event.json(this),
                label);
    }

    /** As the audit notes it. */
    public AuditEntry audited(Actor actor, Instant committedAt) {
        String whom = recipient == null ? place.token() : place.token() + '/' + recipient;
        return AuditEntry.refused(Act.ALERT_REFUSED, actor, committedAt, rule)
                .about(alert, revision, digest)
                .about(whom);
    }

    private static String text(SignedMessage signed) {
        return new String(signed.bytes(), StandardCharsets.US_ASCII);
    }
}
