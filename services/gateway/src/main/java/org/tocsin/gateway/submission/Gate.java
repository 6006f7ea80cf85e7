/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Lets the lines of one upload in while those at work weigh no more than a bound; a line that is heavier than the bound
 * goes in alone. One line at a time may wait.
 */
final class Gate {

    private final long most;
    private long inside;
    private @Nullable Waiting waiting;

    /** A gate for that much weight. */
    Gate(long most) {
        this.most = most;
    }

    /** Gives the line as soon as there is room for it; it must {@link #leave} then. */
    Mono<Line> enter(Line line) {
        return Mono.create(sink -> admit(new Waiting(line, sink)));
    }

    /** The line is at work no more. */
    void leave(Line line) {
        Waiting next = free(line.weight());
        if (next != null) {
            admit(next);
        }
    }

    private synchronized @Nullable Waiting free(int weight) {
        inside -= weight;
        Waiting next = waiting;
        waiting = null;
        return next;
    }

    // The line goes on outside the lock, since whatever comes behind the gate runs then.
    private void admit(Waiting next) {
        if (isRoomFor(next)) {
            next.sink().success(next.line());
        }
    }

    private synchronized boolean isRoomFor(Waiting next) {
        int weight = next.line().weight();
        boolean room = inside == 0 || inside + weight <= most;
        if (room) {
            inside += weight;
        } else {
            waiting = next;
        }
        return room;
    }

    private record Waiting(Line line, MonoSink<Line> sink) {}
}
