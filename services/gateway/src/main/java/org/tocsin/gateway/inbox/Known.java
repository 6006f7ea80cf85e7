/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.inbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.Direction;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Stored;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.message.Receipt;

/** What this gateway already holds about the alerts of a batch: the ground on which the batch is judged. */
final class Known {

    private final Map<String, Stored> byKey = new HashMap<>();
    private final Map<AlertId, List<Stored>> revisions = new HashMap<>();

    Known(Collection<Stored> events) {
        events.forEach(this::add);
    }

    /** Takes in what the batch itself has brought so far: what follows is judged on that ground, too. */
    void learn(Event event) {
        if (event.kind() == EventKind.ALERT || event.kind() == EventKind.ANSWER) {
            add(new Stored(
                    0,
                    event.key(),
                    event.kind(),
                    event.direction(),
                    event.alert(),
                    Objects.requireNonNullElse(event.revision(), 0),
                    event.members(),
                    event.digest(),
                    event.at(),
                    event.data(),
                    event.tlp()));
        }
    }

    private void add(Stored event) {
        boolean isNew = byKey.putIfAbsent(event.key(), event) == null;
        if (isNew && event.kind() == EventKind.ALERT) {
            revisions.computeIfAbsent(event.subject(), any -> new ArrayList<>()).add(event);
        }
    }

    /** The key of what a receipt's line is about. */
    static String subject(Receipt.Cover cover) {
        return cover.answer() == null ? Event.keyOf(cover.alert(), cover.revision()) : Event.keyOf(cover.answer());
    }

    Optional<Stored> revision(AlertId alert, int revision) {
        return Optional.ofNullable(byKey.get(Event.keyOf(alert, revision)));
    }

    Optional<Stored> byKey(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    boolean holds(AlertId alert) {
        return revisions.containsKey(alert);
    }

    /** This member's deadline as the latest revision before that one left it. */
    Optional<Instant> runningDeadline(AlertId alert, int revision) {
        return revisions.getOrDefault(alert, List.of()).stream()
                .filter(earlier -> earlier.revision() < revision)
                .max(Comparator.comparingInt(Stored::revision))
                .map(earlier -> earlier.as(AlertItem.class).acknowledgeBy());
    }

    /** Says whether an earlier revision than that one was the recall. */
    boolean isCancelledBefore(AlertId alert, int revision) {
        return revisions.getOrDefault(alert, List.of()).stream()
                .filter(earlier -> earlier.revision() < revision)
                .anyMatch(earlier -> earlier.as(AlertItem.class).kind() == AlertKind.CANCEL);
    }

    /** Everyone whom any revision of the alert addressed. */
    Set<Member> addressees(AlertId alert) {
        Set<Member> all = new HashSet<>();
        revisions.getOrDefault(alert, List.of()).forEach(revision -> all.addAll(revision.members()));
        return all;
    }

    /** Says whether this member sent what the other objects to: the revision with that digest. */
    boolean hasSent(Objection objection) {
        AlertId alert = Objects.requireNonNull(objection.alert(), "an objection of a recipient is about an alert");
        return revision(alert, Objects.requireNonNullElse(objection.revision(), 0))
                .filter(event -> event.direction() == Direction.SENT
                        && objection.digest().equals(event.digest()))
                .isPresent();
    }

    /** What this member sent that a receipt's line is about: the same thing with the same digest. */
    Optional<Stored> sent(Receipt.Cover cover) {
        return byKey(subject(cover))
                .filter(event ->
                        event.direction() == Direction.SENT && cover.digest().equals(event.digest()));
    }
}
