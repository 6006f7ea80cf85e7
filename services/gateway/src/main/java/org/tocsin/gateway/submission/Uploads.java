/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.access.Callers;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The uploads that run: so many per token, each asked again and again whether its token still counts. When the gateway
 * stops, what still arrives is refused line by line for a few seconds, and then the answers end.
 */
@Component
class Uploads implements SmartLifecycle {

    private static final int MOST_PER_CALLER = 8;
    private static final Duration LAST_CALL = Duration.ofSeconds(5);

    private final Submissions submissions;
    private final Callers callers;
    private final Map<String, Integer> perCaller = new ConcurrentHashMap<>();
    private final Sinks.Empty<Void> stopping = Sinks.empty();
    private volatile boolean running;

    Uploads(Submissions submissions, Callers callers) {
        this.submissions = submissions;
        this.callers = callers;
    }

    /** The outcomes of an upload, in the order of its lines; refused when the caller has too many at once. */
    Flux<Outcome> open(Caller caller, Flux<byte[]> body) {
        return Flux.defer(() -> counted(caller, body));
    }

    @Override
    public void start() {
        running = true;
    }

    /** Refuses further lines, before the server begins to wait for its last requests. */
    @Override
    public void stop() {
        running = false;
        stopping.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private Flux<Outcome> counted(Caller caller, Flux<byte[]> body) {
        int mine = perCaller.merge(caller.token(), 1, Integer::sum);
        if (mine > MOST_PER_CALLER) {
            release(caller);
            return Flux.error(new Refused(ProblemType.RATE_LIMITED, "At most 8 uploads at once per token."));
        }
        Mono<Void> lastCall = stopping.asMono().then(Mono.delay(LAST_CALL)).then();
        Upload.Single single = (draft, claim) -> submissions.release(draft, new Asked(caller, claim, false));
        return new Upload(caller.token(), single, admission(caller))
                .outcomes(body.takeUntilOther(lastCall))
                .doFinally(end -> release(caller));
    }

    // An upload may last for hours, so its rights are asked again: a revoked token sends nothing further.
    private Mono<Void> admission(Caller caller) {
        return Mono.defer(() -> running
                ? callers.again(caller)
                        .switchIfEmpty(Mono.error(() -> new Refused(ProblemType.UNAUTHENTICATED)))
                        .doOnNext(Caller::mustSend)
                        .then()
                : Mono.error(new Refused(ProblemType.UNAVAILABLE, "The gateway is stopping.")));
    }

    private void release(Caller caller) {
        perCaller.computeIfPresent(caller.token(), (token, count) -> count > 1 ? count - 1 : null);
    }
}
