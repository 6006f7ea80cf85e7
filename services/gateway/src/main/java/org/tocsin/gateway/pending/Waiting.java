/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.transport.DaemonThreads;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The drafts that wait, as far as a caller may read them, and their ends without a release. */
@Component
class Waiting implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Waiting.class);

    private final PendingDrafts drafts;
    private final Scheduler readers;
    private final Clock clock;
    private final ScheduledExecutorService ticks = DaemonThreads.scheduler("pending");

    Waiting(PendingDrafts drafts, Scheduler readers, Clock clock) {
        this.drafts = drafts;
        this.readers = readers;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        ticks.scheduleWithFixedDelay(this::expire, 1, 1, TimeUnit.MINUTES);
    }

    @Override
    public void destroy() {
        ticks.shutdownNow();
    }

    /** The draft, waiting or ended; refused as absent when there is none, or its label is not for the caller's eyes. */
    Mono<PendingDraft> find(AlertId alert, Caller caller) {
        return found(alert)
                .filter(draft -> draft.payload() == null || Releasing.mayRead(caller, header(draft)))
                .switchIfEmpty(Mono.error(() -> new Refused(ProblemType.NOT_FOUND)));
    }

    /** What waits and the caller may read, the oldest first. */
    Mono<List<PendingDraft>> readableBy(Caller caller) {
        return Mono.fromCallable(drafts::waiting).subscribeOn(readers).map(waiting -> waiting.stream()
                .filter(draft -> draft.isWaiting(clock.instant()) && Releasing.mayRead(caller, header(draft)))
                .toList());
    }

    /** Takes a draft back. Its author may even where the label is not for a machine's eyes. */
    Mono<Void> withdraw(AlertId alert, Caller caller) {
        return found(alert)
                .filter(draft -> draft.payload() == null
                        || draft.author().is(caller)
                        || Releasing.mayRead(caller, header(draft)))
                .switchIfEmpty(Mono.error(() -> new Refused(ProblemType.NOT_FOUND)))
                .doOnNext(draft -> Releasing.checkMayWithdraw(draft, caller))
                .zipWith(Actor.current())
                .flatMap(both -> Mono.fromCallable(() -> end(both.getT1(), PendingState.WITHDRAWN, both.getT2()))
                        .subscribeOn(readers))
                .doOnNext(Waiting::mustHaveWaited)
                .then();
    }

    /** What a waiting draft says. */
    DraftPayload payload(PendingDraft draft) {
        if (draft.payload() == null) {
            throw new IllegalStateException("what is released waits");
        }
        return draft.payload();
    }

    private Mono<PendingDraft> found(AlertId alert) {
        return Mono.fromCallable(() -> drafts.find(alert).orElse(null)).subscribeOn(readers);
    }

    private AlertHeader header(PendingDraft draft) {
        return payload(draft).released(draft.at(), "").header();
    }

    private boolean end(PendingDraft draft, PendingState state, Actor by) throws SQLException {
        if (draft.payload() == null) {
            return false;
        }
        Instant now = clock.instant();
        Event event = PendingItem.of(draft, header(draft), state, now).toEvent();
        return drafts.end(new PendingDrafts.Ending(draft, state, event, by.name()), by);
    }

    private static void mustHaveWaited(boolean ended) {
        if (!ended) {
            throw new Refused(ProblemType.INVALID_TRANSITION, "The draft does not wait any more.");
        }
    }

    private void expire() {
        try {
            Instant now = clock.instant();
            for (PendingDraft draft : drafts.waiting()) {
                if (!draft.expires().isAfter(now)) {
                    end(draft, PendingState.EXPIRED, Actor.GATEWAY);
                }
            }
        } catch (SQLException | RuntimeException later) {
            log.warn(
                    "What waited too long could not be ended yet: {}",
                    later.getClass().getSimpleName());
        }
    }
}
