/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import reactor.core.publisher.Mono;

/**
 * Lets in who shows what counts, within the limits. An address that showed too much that does not count is answered 429
 * before anything is looked up; what has counted before is still asked about, so that nobody locks out a known client.
 */
@Component
class Doorkeeper {

    private final Callers callers;
    private final Limits limits;

    Doorkeeper(Callers callers, Limits limits) {
        this.callers = callers;
        this.limits = limits;
    }

    /** The caller who presented this from there; otherwise {@link Refused} with 401 or 429. */
    Mono<Caller> admit(Presented presented, @Nullable InetSocketAddress from) {
        if (limits.isSpent(from) && !callers.isFamiliar(presented)) {
            return Mono.error(new Refused(ProblemType.RATE_LIMITED));
        }
        return callers.of(presented)
                .switchIfEmpty(Mono.error(() -> failed(from)))
                .doOnNext(this::count);
    }

    private Refused failed(@Nullable InetSocketAddress from) {
        return new Refused(limits.allowFailure(from) ? ProblemType.UNAUTHENTICATED : ProblemType.RATE_LIMITED);
    }

    private void count(Caller caller) {
        if (!limits.allowRequest(caller.token())) {
            throw new Refused(ProblemType.RATE_LIMITED);
        }
    }
}
