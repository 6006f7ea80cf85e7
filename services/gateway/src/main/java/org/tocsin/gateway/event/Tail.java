/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.stereotype.Component;
import org.tocsin.transport.DaemonThreads;

/**
 * The newest events in memory, without gaps: {@code [101 alert][102 receipt][103 notice]}. Commits hand theirs over in
 * whatever order their threads run; what comes early waits for what precedes it. A gap that no commit of this process
 * fills (another replica's events) is read from the table, at once when {@link Replicas} hears of it. When an alert's
 * content is deleted, everything before is forgotten here and given from the table, which no longer has it.
 */
@Component
@DependsOn("restoredNumbers")
public class Tail implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Tail.class);
    private static final int KEPT = 4_096;
    private static final int PAGE = 500;
    private static final int GAP_MILLIS = 30;
    private static final int SAFETY_SECONDS = 2;

    private final Events events;
    private final Numbered[] kept = new Numbered[KEPT];
    private final TreeMap<Long, Numbered> early = new TreeMap<>();
    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService filler;
    private final AtomicBoolean waking = new AtomicBoolean();
    private long oldest;
    private long last;

    Tail(Events events) {
        this.events = events;
        this.filler = DaemonThreads.scheduler("event-tail");
    }

    @Override
    public void afterPropertiesSet() {
        last = events.last();
        oldest = last + 1;
        filler.scheduleWithFixedDelay(this::fill, SAFETY_SECONDS, SAFETY_SECONDS, TimeUnit.SECONDS);
    }

    /** Adds what a commit numbered and wakes the watchers. Never blocks on the database. */
    public void committed(List<Numbered> numbered) {
        if (numbered.isEmpty()) {
            return;
        }
        hooks.forEach(Runnable::run);
        if (!add(numbered)) {
            filler.schedule(this::fill, GAP_MILLIS, TimeUnit.MILLISECONDS);
        } else if (waking.compareAndSet(false, true)) {
            filler.execute(this::wake);
        }
    }

    /** Calls the hook at each commit of this process, on the committing thread; it must do next to nothing. */
    void onCommit(Runnable hook) {
        hooks.add(hook);
    }

    /** Looks for what another replica committed. */
    void lookBehind() {
        filler.execute(this::fill);
    }

    /** Calls the watcher after each growth, on a thread of the tail's own; it must not block. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /** Stops calling the watcher. */
    public void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** The highest number that may be shown. */
    public synchronized long last() {
        return last;
    }

    /** Up to {@code limit} events after the number, or null when they are no longer in memory. */
    public synchronized @Nullable List<Numbered> after(long id, int limit) {
        if (id >= last) {
            return List.of();
        }
        if (id + 1 < oldest) {
            return null;
        }
        List<Numbered> found = new ArrayList<>();
        for (long next = id + 1; next <= last && found.size() < limit; next++) {
            found.add(kept[(int) (next % KEPT)]);
        }
        return found;
    }

    private synchronized boolean add(List<Numbered> numbered) {
        long before = last;
        if (numbered.stream().anyMatch(Tail::isDeletion)) {
            forget();
        }
        numbered.stream().filter(event -> event.id() > last).forEach(event -> early.put(event.id(), event));
        while (!early.isEmpty() && early.firstKey() == last + 1) {
            keep(early.pollFirstEntry().getValue());
        }
        oldest = Math.max(oldest, last - KEPT + 1);
        return last > before;
    }

    // What came early, before the deletion, may have held the content, too.
    private void keep(Numbered next) {
        if (isDeletion(next)) {
            forget();
        }
        last++;
        kept[(int) (last % KEPT)] = next;
    }

    private void forget() {
        Arrays.fill(kept, null);
        oldest = last + 1;
    }

    private static boolean isDeletion(Numbered event) {
        return event.kind() == EventKind.DELETION;
    }

    // Readers are woken apart from the commit: however many they are, the next commit does not wait for them.
    private void wake() {
        waking.set(false);
        watchers.forEach(Runnable::run);
    }

    private void fill() {
        try {
            List<Numbered> page;
            do {
                page = events.after(last(), PAGE);
                if (!page.isEmpty() && add(page)) {
                    wake();
                }
            } while (page.size() == PAGE);
        } catch (RuntimeException later) {
            log.debug("The tail could not be filled yet: {}", later.toString());
        }
    }

    @Override
    public void destroy() {
        filler.shutdownNow();
    }
}
