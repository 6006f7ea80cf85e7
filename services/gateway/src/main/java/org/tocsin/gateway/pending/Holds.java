/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.access.Role;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Recipient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Keeps decided drafts back until a second person has read them. */
@Component
public class Holds {

    private static final int ACCEPTED = 202;
    private static final int MOST_WAITING = 500;

    private final PendingDrafts drafts;
    private final Scheduler readers;
    private final Clock clock;

    Holds(PendingDrafts drafts, Scheduler readers, Clock clock) {
        this.drafts = drafts;
        this.readers = readers;
        this.clock = clock;
    }

    /** Why it is held, on whose behalf, under whose key the reply is kept, and what the client should know beside. */
    public record Terms(
            ReleaseNeed need,
            Caller by,
            @Nullable Claim claim,
            @Nullable String notice) {}

    /** The answer to a submission that is held. {@code digest} is what its release must name. */
    record Held(
            AlertId id,
            int revision,
            Digest digest,
            PendingState state,
            ReleaseNeed need,
            Instant acceptedAt,
            Instant expires,
            java.util.List<Recipient> recipients,
            @Nullable String notice) {}

    /**
     * Holds the alert as it was decided on, {@code issued} apart. Refused when too many wait, or another account's draft of
     * that alert does.
     */
    public Mono<StoredReply> hold(Alert decided, Terms terms) {
        return Actor.current()
                .flatMap(by -> Mono.fromCallable(() -> held(decided, terms, by)).subscribeOn(readers));
    }

    private StoredReply held(Alert decided, Terms terms, Actor by) throws java.sql.SQLException {
        if (drafts.count() >= MOST_WAITING) {
            throw new Refused(ProblemType.RATE_LIMITED, "At most 500 drafts wait for a second person at once.");
        }
        Instant now = clock.instant();
        PendingDraft draft = PendingDraft.of(decided, terms.need(), Author.of(terms.by()), now);
        StoredReply reply = reply(draft, decided, terms);
        Event event = PendingItem.of(draft, decided.header(), PendingState.PENDING_RELEASE, now)
                .toEvent();
        StoredReply kept = terms.claim() == null ? null : reply;
        boolean replacesOthers = terms.by().roles().contains(Role.OFFICER);
        if (!drafts.hold(new PendingDrafts.Holding(draft, event, kept, replacesOthers), by)) {
            throw new Refused(ProblemType.INVALID_TRANSITION, "Another account's draft of this alert waits already.");
        }
        return reply;
    }

    private static StoredReply reply(PendingDraft draft, Alert decided, Terms terms) {
        byte[] body = WireJson.MAPPER.writeValueAsBytes(new Held(
                draft.alert(),
                draft.revision(),
                draft.digest(),
                draft.state(),
                draft.need(),
                draft.at(),
                draft.expires(),
                decided.header().audience(),
                terms.notice()));
        Claim claim = terms.claim();
        return claim == null ? new StoredReply("", "", "", ACCEPTED, body) : claim.reply(ACCEPTED, body);
    }
}
