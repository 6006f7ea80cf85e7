/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.signing.SignedMessage;

/**
 * Something this member says: the signed bytes, the event it is, who must confirm it until when, the reply that a
 * repeated request gets, and which act the audit knows it as. {@code release} is given when it was a draft that waited
 * for a second person.
 */
public record Posting(
        SignedMessage signed,
        Event event,
        String recordKey,
        Lane lane,
        List<Member> awaited,
        Instant expires,
        @Nullable StoredReply reply,
        Act act,
        @Nullable DraftRelease release) {

    AuditEntry audited(Actor actor) {
        return AuditEntry.done(act, actor, event.at()).about(event.alert(), event.revision(), signed.digest());
    }
}
