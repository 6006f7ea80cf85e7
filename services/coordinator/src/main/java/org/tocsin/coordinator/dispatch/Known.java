/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.AlertHeader;

/**
 * What is known of the alerts of one batch: from the tables, and then from the batch's own earlier messages. For example
 * {@code first {kz.0190…/1=(digest, 12:00:00)}, deadlines {kz.0190…→uz={1=12:30:00}}}.
 */
final class Known {

    private final Map<Revision, First> first = new HashMap<>();
    private final Map<Debt, TreeMap<Integer, Instant>> deadlines = new HashMap<>();

    private record Revision(AlertId alert, int number) {}

    private record Debt(AlertId alert, Member member) {}

    /** The first time a revision was processed: what it said, and when the broker had appended it. */
    record First(Digest digest, Instant appendedAt) {}

    Optional<First> first(AlertHeader alert) {
        return Optional.ofNullable(first.get(new Revision(alert.alert(), alert.revision())));
    }

    void dispatched(AlertId alert, int revision, First once) {
        first.putIfAbsent(new Revision(alert, revision), once);
    }

    void owes(AlertId alert, int revision, Member member, Instant acknowledgeBy) {
        deadlines
                .computeIfAbsent(new Debt(alert, member), any -> new TreeMap<>())
                .putIfAbsent(revision, acknowledgeBy);
    }

    /**
     * The deadline that runs for the member with this revision: the one it opened, else, when it {@code opens} none of
     * its own, the latest before it; null when a new one is to be opened.
     */
    @Nullable
    Instant running(AlertHeader alert, Member member, boolean opens) {
        TreeMap<Integer, Instant> owed = deadlines.getOrDefault(new Debt(alert.alert(), member), new TreeMap<>());
        Instant own = owed.get(alert.revision());
        if (own != null || opens) {
            return own;
        }
        Map.Entry<Integer, Instant> before = owed.lowerEntry(alert.revision());
        return before == null ? null : before.getValue();
    }
}
