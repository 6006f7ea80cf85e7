/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Token buckets, one per key, each a single number: the time at which it will be full again (the generic cell rate
 * algorithm). A full bucket says nothing and may be forgotten, which bounds how many are kept: for {@code two per second,
 * at most four at once}, a key that took four at 12:00:00.0 holds 12:00:02.0, and may take again at 12:00:00.5.
 */
final class Buckets {

    private static final int MOST = 50_000;

    private final long intervalNanos;
    private final long capacityNanos;
    private final LongSupplier nanoTime;
    private final long began;
    private final Map<String, AtomicLong> fullAgain = new ConcurrentHashMap<>();

    /** Buckets that fill by so many a second and hold what comes in so long. */
    Buckets(int perSecond, Duration capacity, LongSupplier nanoTime) {
        this.intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        this.capacityNanos = capacity.toNanos();
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** Takes one from the key's bucket; false when it is empty. */
    boolean take(String key) {
        long now = now();
        AtomicLong bucket = fullAgain.computeIfAbsent(key, absent -> new AtomicLong());
        if (fullAgain.size() > MOST) {
            forgetFull(now);
        }
        for (; ; ) {
            long before = bucket.get();
            long after = Math.max(before, now) + intervalNanos;
            if (after - now > capacityNanos) {
                return false;
            }
            if (bucket.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /** Says whether nothing could be taken from the key's bucket now. */
    boolean isEmpty(String key) {
        long now = now();
        AtomicLong bucket = fullAgain.get(key);
        return bucket != null && Math.max(bucket.get(), now) + intervalNanos - now > capacityNanos;
    }

    int size() {
        return fullAgain.size();
    }

    // Half must be free afterwards, or many keys at once would have every further one look through all of them. Whoever
    // makes so many wins full buckets, and neither memory nor time.
    private void forgetFull(long now) {
        fullAgain.values().removeIf(bucket -> bucket.get() <= now);
        if (fullAgain.size() > MOST / 2) {
            fullAgain.clear();
        }
    }

    private long now() {
        return nanoTime.getAsLong() - began;
    }
}
