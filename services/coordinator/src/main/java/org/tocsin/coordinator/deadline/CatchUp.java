/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tocsin.transport.Partition;
import org.tocsin.transport.outbound.BrokerClock;

/**
 * Up to which moment everything in a partition was processed. A reading of the broker's clock is kept per partition until
 * the positions have passed the end that was read with it, for example {@code heard {kz/0=12:00:07}, open {uz/0=(12:00:07,
 * end 412)}}. Used by one thread; does no I/O.
 */
final class CatchUp {

    private final Map<Partition, Instant> heard = new HashMap<>();
    private final Map<Partition, Mark> open = new HashMap<>();

    /** Takes a reading of these partitions, and the positions as they were after it. */
    void advance(Set<Partition> partitions, BrokerClock.Reading reading, Map<Partition, Long> positions) {
        for (Partition partition : partitions) {
            BrokerClock.End end = reading.ends().get(partition);
            long position = positions.getOrDefault(partition, 0L);
            if (end == null) {
                // No such topic: nothing can wait in it.
                passed(partition, reading.at());
            } else {
                advance(partition, new Mark(reading.at(), end), position);
            }
        }
    }

    private void advance(Partition partition, Mark fresh, long position) {
        Mark kept = ofSameTopic(open.get(partition), fresh);
        if (fresh.isPassed(position)) {
            passed(partition, fresh.at());
        } else if (kept == null) {
            open.put(partition, fresh);
        } else if (kept.isPassed(position)) {
            heard.put(partition, kept.at());
            open.put(partition, fresh);
        }
    }

    private static @Nullable Mark ofSameTopic(@Nullable Mark kept, Mark fresh) {
        boolean isSame = kept != null && kept.end().topicId().equals(fresh.end().topicId());
        return isSame ? kept : null;
    }

    private void passed(Partition partition, Instant at) {
        heard.put(partition, at);
        open.remove(partition);
    }

    /** The moment up to which all of these were heard; null when of one nothing is known yet. */
    @Nullable
    Instant heardUntil(Set<Partition> partitions) {
        Instant earliest = Instant.MAX;
        for (Partition partition : partitions) {
            Instant until = heard.get(partition);
            if (until == null) {
                return null;
            }
            earliest = until.isBefore(earliest) ? until : earliest;
        }
        return earliest;
    }

    /** Forgets what is no longer asked about. */
    void keepOnly(Set<Partition> partitions) {
        heard.keySet().retainAll(partitions);
        open.keySet().retainAll(partitions);
    }

    private record Mark(Instant at, BrokerClock.End end) {

        boolean isPassed(long position) {
            return position >= end.offset();
        }
    }
}
