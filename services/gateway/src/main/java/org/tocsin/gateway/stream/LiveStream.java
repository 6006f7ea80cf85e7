/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.gateway.reading.Shown;
import org.tocsin.gateway.reading.ShownEvents;
import org.tocsin.protocol.release.Door;
import org.tocsin.protocol.release.Reader;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * One reader's stream: from its cursor through the table to the tail in memory, pulled as fast as the reader takes it,
 * so nothing is queued here. What the reader may not know it is taken past. A reader that took nothing from one heartbeat to the next while {@value #BOUND} events passed
 * is closed; it may come back with its cursor. However far behind it is, a reader that takes is never closed.
 */
final class LiveStream {

    static final int BOUND = 1_000;

    private static final int CHUNK = 32;
    private static final int PAGE = 500;
    private static final long TAKING = -1;

    private final FluxSink<byte[]> reader;
    private final Tail tail;
    private final ShownEvents events;
    private final Scheduler readers;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final ReaderAtDoor rights;
    private volatile long cursor;
    private volatile boolean reading;
    private volatile boolean closed;
    private volatile @Nullable Instant beat;
    // The last number there was when the reader stopped taking.
    private volatile long stoppedAt = TAKING;
    private volatile boolean missedBeat;
    private volatile StreamEnd end = StreamEnd.CLIENT_GONE;

    LiveStream(FluxSink<byte[]> reader, Reader rights, long cursor, StreamSource source) {
        this.reader = reader;
        this.rights = atStream(rights);
        this.cursor = cursor;
        this.tail = source.tail();
        this.events = source.shown();
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

    /** Gives a sign of life as soon as the reader takes it. It waits its turn: its number must not go back. */
    void heartbeat(Instant now) {
        missedBeat = beat != null;
        beat = now;
        wake();
    }

    /** Gives nothing any more. */
    void close() {
        closed = true;
    }

    /** Ends the reader's stream for that reason. */
    void end(StreamEnd why) {
        end = why;
        close();
        reader.complete();
    }

    /** Why it ended: unless somebody here ended it, its reader went away. */
    StreamEnd end() {
        return end;
    }

    private void drain() {
        giveHeartbeat();
        while (!closed && !reading && cursor < tail.last()) {
            if (reader.requestedFromDownstream() == 0) {
                closeIfStopped();
                return;
            }
            List<Shown> next = events.newest(cursor, CHUNK, rights);
            if (next == null) {
                readFromTable();
                return;
            }
            give(next);
        }
    }

    private void giveHeartbeat() {
        Instant due = beat;
        if (due != null && !closed && !reading && reader.requestedFromDownstream() > 0) {
            beat = null;
            missedBeat = false;
            reader.next(SseFrame.heartbeat(cursor, due));
        }
    }

    private void closeIfStopped() {
        long last = tail.last();
        if (stoppedAt == TAKING) {
            stoppedAt = last;
        }
        if (missedBeat && last - stoppedAt > BOUND) {
            end(StreamEnd.TOO_SLOW);
        }
    }

    private void readFromTable() {
        reading = true;
        try {
            readers.schedule(this::readPage);
        } catch (RejectedExecutionException overloaded) {
            reading = false;
            end(StreamEnd.OVERLOADED);
        }
    }

    private void readPage() {
        try {
            giveAll(events.stored(cursor, PAGE, rights));
        } catch (RuntimeException failure) {
            end = StreamEnd.FAILED;
            close();
            reader.error(failure);
        } finally {
            reading = false;
            wake();
        }
    }

    private void giveAll(List<Shown> page) {
        for (int from = 0; from < page.size() && reader.requestedFromDownstream() > 0; from += CHUNK) {
            give(page.subList(from, Math.min(from + CHUNK, page.size())));
        }
    }

    private void give(List<Shown> some) {
        if (!some.isEmpty()) {
            if (!some.stream().allMatch(Shown::isHidden)) {
                reader.next(SseFrame.of(some));
            }
            cursor = some.get(some.size() - 1).id();
            stoppedAt = TAKING;
        }
    }

    private static ReaderAtDoor atStream(Reader rights) {
        return new ReaderAtDoor(Door.STREAM, rights);
    }
}
