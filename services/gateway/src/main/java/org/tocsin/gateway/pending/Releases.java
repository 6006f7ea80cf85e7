/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.gateway.outbox.Departures;
import org.tocsin.gateway.outbox.DraftRelease;
import org.tocsin.gateway.outbox.Outbox;
import org.tocsin.gateway.outbox.Replies;
import org.tocsin.gateway.outbox.UniqueKeys;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.message.Alert;
import org.tocsin.transport.inbound.DirectoryReader;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Ends the waiting of drafts: by a release, by one person alone, by withdrawal. */
@Component
class Releases {

    private static final Logger log = LoggerFactory.getLogger(Releases.class);

    private final Waiting waiting;
    private final DirectoryReader directory;
    private final Departing departing;
    private final Clock clock;
    private final Duration breakGlassAfter;

    Releases(
            Waiting waiting,
            DirectoryReader directory,
            Departing departing,
            Clock clock,
            @Value("${tocsin.gateway.break-glass-after:PT3M}") Duration breakGlassAfter) {
        this.waiting = waiting;
        this.directory = directory;
        this.departing = departing;
        this.clock = clock;
        this.breakGlassAfter = breakGlassAfter;
    }

    /** What a release goes out by. */
    @Component
    record Departing(Outbox outbox, Departures departures, Replies replies) {}

    /** Which draft a person means, as whom, and under which key. */
    record Act(AlertId alert, Caller by, @Nullable Claim claim) {}

    Mono<StoredReply> release(Act act, ReleaseOrder order) {
        return departing
                .replies()
                .once(act.claim(), waiting.find(act.alert(), act.by()).flatMap(draft -> {
                    String by = Releasing.bySecondPerson(draft, order.digest(), act.by(), clock.instant());
                    return depart(draft, by, order, act);
                }));
    }

    Mono<StoredReply> breakGlass(Act act, ReleaseOrder order) {
        Mono<StoredReply> work = waiting.find(act.alert(), act.by()).flatMap(draft -> {
            String by = Releasing.byOnePerson(draft, order.digest(), act.by(), moment(act.by()));
            return depart(draft, by, order, act).doOnNext(reply -> told(draft, act.by(), order));
        });
        return departing.replies().once(act.claim(), work);
    }

    Mono<Void> withdraw(Act act) {
        return waiting.withdraw(act.alert(), act.by());
    }

    Mono<List<PendingDraft>> readableBy(Caller caller) {
        return waiting.readableBy(caller);
    }

    /** When the author of a draft may release it alone at the earliest. */
    Instant breakGlassFrom(PendingDraft draft) {
        return draft.at().plus(breakGlassAfter);
    }

    Mono<PendingDraft> find(AlertId alert, Caller caller) {
        return waiting.find(alert, caller)
                .filter(draft -> draft.isWaiting(clock.instant()))
                .switchIfEmpty(Mono.error(() -> new Refused(ProblemType.NOT_FOUND)));
    }

    private Releasing.Moment moment(Caller caller) {
        Instant now = clock.instant();
        return new Releasing.Moment(now, breakGlassAfter, caller.hasSignedInWithin(Releasing.FRESH, now));
    }

    /** What will be signed, as people are shown it. */
    JsonNode shown(PendingDraft draft) {
        return waiting.payload(draft).shown();
    }

    private Mono<StoredReply> depart(PendingDraft draft, String releasedBy, ReleaseOrder order, Act act) {
        departing.outbox().mustTakeAlert();
        Alert alert = waiting.payload(draft).released(clock.instant(), releasedBy);
        Releasing.checkStillAllowed(alert, directory.directory());
        DraftRelease release =
                new DraftRelease(draft.alert(), draft.digest(), act.by().name(), order.reason());
        return departing
                .departures()
                .post(alert, new Departures.Terms(act.claim(), null, release))
                .onErrorMap(Releases::isOvertaken, overtaken -> new Refused(ProblemType.RELEASE_STALE));
    }

    // Another hand was quicker: it released or withdrew the draft, or sent another revision.
    private static boolean isOvertaken(Throwable failure) {
        return failure instanceof SQLException && (DraftRelease.isLost(failure) || UniqueKeys.isEventTaken(failure));
    }

    /**
     * The place where breaking glass is told at home. The origin's reason is kept with the draft ({@code pending.reason}); the
     * centre learns of the fact by {@code dispatched}.
     */
    private static void told(PendingDraft draft, Caller by, ReleaseOrder order) {
        log.atWarn()
                .addKeyValue("alert", draft.alert())
                .addKeyValue("revision", draft.revision())
                .addKeyValue("account", by.name())
                .log("One person released {} revision {} alone", draft.alert(), draft.revision());
    }
}
