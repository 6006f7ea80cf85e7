/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.tocsin.gateway.event.Events;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Tail;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * One reader's stream: from its cursor through the table to the tail in memory, pulled as fast as the reader takes it,
 * so nothing is queued here. A reader that has stopped taking and falls {@value #BOUND} events behind is closed; it may
 * come back with its cursor.
 */
final class LiveStream {

    static final int BOUND = 1_000;

    private static final int CHUNK = 32;
    private static final int PAGE = 500;

    private final FluxSink<byte[]> reader;
    private final Tail tail;
    private final Events events;
    private final Scheduler readers;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private volatile long cursor;
    private volatile boolean reading;

    LiveStream(FluxSink<byte[]> reader, long cursor, StreamSource source) {
        this.reader = reader;
        this.cursor = cursor;
        this.tail = source.tail();
        this.events = source.events();
        this.readers = source.readers();
    }

    /** Gives what there is to give. Any thread may call; one at a time does the work. */
    void wake() {
        if (wakeUps.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            drain();
            missed = wakeUps.addAndGet(-missed);
        } while (missed != 0);
    }

    /** Gives a sign of life if the reader takes it. */
    void heartbeat(java.time.Instant now) {
        if (reader.requestedFromDownstream() > 0) {
            reader.next(SseFrame.heartbeat(cursor, now));
        }
    }

    private void drain() {
        while (!reader.isCancelled() && !reading && cursor < tail.last()) {
            if (reader.requestedFromDownstream() == 0) {
                closeIfTooFarBehind();
                return;
            }
            List<Numbered> next = tail.after(cursor, CHUNK);
            if (next == null) {
                readFromTable();
                return;
            }
            give(next);
        }
    }

    private void closeIfTooFarBehind() {
        if (tail.last() - cursor > BOUND) {
            reader.complete();
        }
    }

    private void readFromTable() {
        reading = true;
        readers.schedule(() -> {
            try {
                giveAll(events.after(cursor, PAGE));
            } catch (RuntimeException failure) {
                reader.error(failure);
            } finally {
                reading = false;
                wake();
            }
        });
    }

    private void giveAll(List<Numbered> page) {
        for (int from = 0; from < page.size() && reader.requestedFromDownstream() > 0; from += CHUNK) {
            give(page.subList(from, Math.min(from + CHUNK, page.size())));
        }
    }

    private void give(List<Numbered> some) {
        if (!some.isEmpty()) {
            reader.next(SseFrame.of(some));
            cursor = some.get(some.size() - 1).id();
        }
    }
}
