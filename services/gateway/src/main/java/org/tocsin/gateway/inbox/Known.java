/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.inbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tocsin.gateway.event.Direction;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Stored;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;

/** What this gateway already holds about the alerts of a batch: the ground on which the batch is judged. */
final class Known {

    private final Map<String, Stored> byKey = new HashMap<>();
    private final Map<AlertId, List<Stored>> revisions = new HashMap<>();
    private final Map<Digest, Stored> sent = new HashMap<>();

    Known(Collection<Stored> events) {
        events.forEach(this::add);
    }

    private void add(Stored event) {
        byKey.put(event.key(), event);
        if (event.kind() == EventKind.ALERT) {
            revisions.computeIfAbsent(event.alert(), any -> new ArrayList<>()).add(event);
        }
        if (event.direction() == Direction.SENT && event.digest() != null) {
            sent.put(event.digest(), event);
        }
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

    /** Everyone whom any revision of the alert addressed. */
    Set<Member> addressees(AlertId alert) {
        Set<Member> all = new HashSet<>();
        revisions.getOrDefault(alert, List.of()).forEach(revision -> all.addAll(revision.members()));
        return all;
    }

    /** What this member sent under that digest. */
    Optional<Stored> sent(Digest digest) {
        return Optional.ofNullable(sent.get(digest));
    }
}
