/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Who calls, by what was presented. Who was found is believed for ten seconds without asking again, which bounds how long
 * a revoked token or an ended session still works at another replica; at this one it ends at once.
 */
@Component
public class Callers implements DisposableBean {

    private static final Duration BELIEVED = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int ASKERS = 2;
    private static final int WAITING_QUESTIONS = 1_000;

    private final Tokens tokens;
    private final Sessions sessions;
    private final IssuedTokens issued;
    private final Scheduler readers;
    // An identity provider that does not answer must not hold up the database's readers.
    private final Scheduler askers = Schedulers.newBoundedElastic(ASKERS, WAITING_QUESTIONS, "issuer");
    private final Clock clock;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    Callers(Tokens tokens, Sessions sessions, IssuedTokens issued, Scheduler readers, Clock clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.issued = issued;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * The same caller if what it came with still counts and still carries the same rights; otherwise empty. What an
     * identity provider issued counts until it expires: nobody tells of more.
     */
    public Mono<Caller> again(Caller caller) {
        String key = caller.proof().key();
        Mono<Caller> found =
                switch (caller.proof().kind()) {
                    case TOKEN -> token(key);
                    case SESSION -> session(key);
                    case ISSUED -> Mono.just(caller).filter(this::isInTime);
                };
        return found.filter(caller::hasRightsOf);
    }

    /** Who presented this; empty when it does not count. */
    Mono<Caller> of(Presented presented) {
        return switch (presented.kind()) {
            case TOKEN -> token(presented.key());
            case SESSION -> Sessions.isSession(presented.text()) ? session(presented.key()) : Mono.empty();
            case ISSUED -> issued.mayBe(presented.text()) ? issued(presented) : Mono.empty();
        };
    }

    /** The caller of a session, by its hash; empty when it has ended. */
    Mono<Caller> session(String key) {
        return remembered(key, readers, () -> sessions.find(key));
    }

    /** Says whether this has counted before, so that asking about it is not guessing. */
    boolean isFamiliar(Presented presented) {
        return remembered.containsKey(presented.key());
    }

    /** Believes nothing any more of an account: its token was revoked. */
    void forgetAccount(String token) {
        remembered.values().removeIf(known -> known.caller().token().equals(token));
    }

    /** Believes nothing any more of a session that ended. */
    void forget(String key) {
        remembered.remove(key);
    }

    private Mono<Caller> token(String key) {
        return remembered(key, readers, () -> tokens.find(key));
    }

    private Mono<Caller> issued(Presented presented) {
        return remembered(presented.key(), askers, () -> issued.find(presented));
    }

    private boolean isInTime(Caller caller) {
        return clock.instant().isBefore(caller.proof().until());
    }

    private Mono<Caller> remembered(String key, Scheduler where, Callable<Optional<Caller>> lookup) {
        Remembered known = remembered.get(key);
        if (known != null && known.until().isAfter(clock.instant())) {
            return Mono.just(known.caller());
        }
        return Mono.fromCallable(() -> lookedUp(key, lookup.call()).orElse(null))
                .subscribeOn(where);
    }

    private Optional<Caller> lookedUp(String key, Optional<Caller> found) {
        if (found.isEmpty()) {
            remembered.remove(key);
        } else {
            remember(key, found.get());
        }
        return found;
    }

    private void remember(String key, Caller caller) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        Instant until = clock.instant().plus(BELIEVED);
        Instant end = caller.proof().until();
        remembered.put(key, new Remembered(caller, until.isBefore(end) ? until : end));
    }

    @Override
    public void destroy() {
        askers.dispose();
    }

    private record Remembered(Caller caller, Instant until) {}
}
