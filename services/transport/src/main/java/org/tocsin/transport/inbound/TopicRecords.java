/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;

/**
 * What the directory topic itself holds of each member, whatever is remembered elsewhere, and whether somebody turns it
 * back: a lower entry behind a higher one, or a topic that ends below what is remembered. Both are refused anyway; they
 * are told, since nobody with a right to write there does so by mistake.
 */
final class TopicRecords {

    private static final Logger log = LoggerFactory.getLogger(TopicRecords.class);

    private final Map<Member, Last> highest = new ConcurrentHashMap<>();
    // What this reading of the topic from its start has passed: an old entry before a newer one is history.
    private final Map<Member, Integer> passed = new ConcurrentHashMap<>();
    private final Map<Member, Integer> told = new ConcurrentHashMap<>();
    private final AtomicLong rollbacks = new AtomicLong();

    /** The highest entry, and when the broker appended it. */
    record Last(int entry, Instant at) {}

    /** The topic is read from its start once more. */
    void begin() {
        passed.clear();
    }

    /** The topic was made anew: what it held before is not there any more. */
    void forget() {
        log.warn("The directory topic was made anew");
        highest.clear();
        passed.clear();
    }

    /** A genuine record stands on the topic. */
    void found(DirectoryEntry entry, Instant at) {
        int before = passed.getOrDefault(entry.member(), 0);
        if (entry.entry() < before) {
            turnedBack(entry.member(), entry.entry(), before);
        }
        passed.put(entry.member(), Math.max(before, entry.entry()));
        highest.merge(entry.member(), new Last(entry.entry(), at), (old, now) -> now.entry() > old.entry() ? now : old);
    }

    /** The topic was read to its end: tells whom it has less of than is remembered. */
    void ended(Directory remembered) {
        passed.forEach((member, entry) -> remembered
                .entry(member)
                .filter(held -> held.entry() > entry)
                .ifPresent(held -> turnedBackOnce(member, entry, held.entry())));
    }

    /** What the topic holds of a member; null for nothing. */
    @org.jspecify.annotations.Nullable
    Last of(Member member) {
        return highest.get(member);
    }

    /** How often the topic was found turned back since the start. */
    long rollbacks() {
        return rollbacks.get();
    }

    private void turnedBackOnce(Member member, int entry, int held) {
        if (!Integer.valueOf(entry).equals(told.put(member, entry))) {
            turnedBack(member, entry, held);
        }
    }

    private void turnedBack(Member member, int entry, int held) {
        rollbacks.incrementAndGet();
        log.error("Entry {} of {} stands on the directory topic although {} is known: ignored", entry, member, held);
    }
}
