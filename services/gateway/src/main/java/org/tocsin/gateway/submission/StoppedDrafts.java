/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.event.EventLog;
import org.tocsin.gateway.event.RefusalItem;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.transport.inbound.DirectoryReader;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps evidence of the drafts that the release rule did not let become alerts: an objection signed by this member's own
 * key, as an event and in the audit, before the client is told. Of the draft its digest is kept, and no word.
 */
@Component
class StoppedDrafts {

    private final EventLog log;
    private final SentAlerts sentAlerts;
    private final DirectoryReader directory;
    private final Signing signing;
    private final Scheduler readers;

    StoppedDrafts(EventLog log, SentAlerts sentAlerts, DirectoryReader directory, Signing signing, Scheduler readers) {
        this.log = log;
        this.sentAlerts = sentAlerts;
        this.directory = directory;
        this.signing = signing;
        this.readers = readers;
    }

    /** What makes evidence this member's. */
    @Component
    record Signing(Signer signer, Clock clock) {

        EventLog.Noted noted(Objection.Stopped stopped, Actor actor) {
            Instant now = clock.instant();
            Objection objection = Objection.atOrigin(signer.owner(), stopped, now);
            RefusalItem item = RefusalItem.of(objection, signer.sign(objection));
            return new EventLog.Noted(item.toEvent(now), item.audited(actor, now));
        }
    }

    /** The decision, or its refusal once what it leaves as evidence is kept. */
    <T> Mono<T> witnessed(Stoppage stoppage, Mono<T> decision) {
        return decision.onErrorResume(
                Refused.class, refused -> kept(stoppage, refused).then(Mono.error(refused)));
    }

    private Mono<Void> kept(Stoppage stoppage, Refused refused) {
        Directory now = directory.directory();
        return sentAlerts
                .participantsOf(References.alerts(stoppage.draft().body().references()), stoppage.author())
                .map(participants -> stoppage.of(refused, now, participants))
                .filter(stopped -> !stopped.isEmpty())
                .zipWith(Actor.current())
                .flatMap(both -> Mono.fromCallable(() -> keep(both.getT1(), both.getT2()))
                        .subscribeOn(readers))
                .then();
    }

    private int keep(List<Objection.Stopped> stopped, Actor actor) throws SQLException {
        return log.append(stopped.stream().map(one -> signing.noted(one, actor)).toList());
    }
}
