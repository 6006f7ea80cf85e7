/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets lines of one upload that carry the same idempotency key go one after the other, so that a repeated line gets the
 * reply of the first instead of being told that it is still in progress.
 */
final class Turns {

    private final Map<String, Mono<Void>> last = new ConcurrentHashMap<>();

    /** The work, begun when all earlier work of that key has ended, however it ended. Call in the order of the lines. */
    <T> Mono<T> inTurn(String key, Mono<T> work) {
        Sinks.Empty<Void> done = Sinks.empty();
        Mono<Void> mine = done.asMono();
        Mono<Void> before = last.put(key, mine);
        Mono<T> turn = before == null ? work : before.then(work);
        return turn.doFinally(end -> {
            last.remove(key, mine);
            done.tryEmitEmpty();
        });
    }
}
