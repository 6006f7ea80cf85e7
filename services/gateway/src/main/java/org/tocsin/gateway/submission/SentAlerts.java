/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Direction;
import org.tocsin.gateway.event.Stored;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReadableAlerts;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.release.Door;
import org.tocsin.protocol.release.Reader;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What this member has sent and an author may go on from: nobody goes on from what it may not read. */
@Component
class SentAlerts {

    private final ReadableAlerts alerts;
    private final Scheduler readers;

    SentAlerts(ReadableAlerts alerts, Scheduler readers) {
        this.alerts = alerts;
        this.readers = readers;
    }

    /** The latest revision of an alert of this member; empty when it is not this member's, or not for the author. */
    Mono<Sent> latest(AlertId alert, Reader author) {
        return Mono.fromCallable(() -> find(alert, atApi(author)).orElse(null)).subscribeOn(readers);
    }

    /** Origin and addressees of each of the alerts that this member holds and the author may read. */
    Mono<Map<AlertId, Set<Member>>> participantsOf(Collection<AlertId> referenced, Reader author) {
        return referenced.isEmpty()
                ? Mono.just(Map.of())
                : Mono.fromCallable(() -> participants(referenced, atApi(author)))
                        .subscribeOn(readers);
    }

    private Optional<Sent> find(AlertId alert, ReaderAtDoor author) {
        List<Stored> revisions = alerts.revisionsOf(List.of(alert), author);
        if (revisions.isEmpty()) {
            return Optional.empty();
        }
        Stored last = revisions.get(revisions.size() - 1);
        if (last.direction() != Direction.SENT) {
            return Optional.empty();
        }
        ReadableAlerts.Kept kept = alerts.message(last, author).orElseThrow(() -> new Refused(ProblemType.DELETED));
        return Optional.of(sent(kept.jws(), last.signed()));
    }

    private Map<AlertId, Set<Member>> participants(Collection<AlertId> referenced, ReaderAtDoor author) {
        Map<AlertId, Set<Member>> participants = new HashMap<>();
        alerts.revisionsOf(referenced, author).forEach(revision -> participants
                .computeIfAbsent(revision.alert(), alert -> new HashSet<>(Set.of(alert.origin())))
                .addAll(revision.members()));
        return participants;
    }

    private static ReaderAtDoor atApi(Reader author) {
        return new ReaderAtDoor(Door.API, author);
    }

    private static Sent sent(byte[] jws, Digest digest) {
        try {
            byte[] payload = SignedMessage.parse(jws).payload();
            Alert alert = (Alert) MessageCodec.decode(MessageType.ALERT, payload);
            return new Sent(alert.header(), alert.body().info(), digest);
        } catch (MalformedJws | Undecodable corrupt) {
            throw new IllegalStateException("a message of our own is unreadable", corrupt);
        }
    }
}
