/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Self;
import org.tocsin.protocol.Digest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Bearer tokens: 256 random bits, stored as their SHA-256 only. Looking one up by its hash tells nothing of the token by
 * its timing. A found token is believed for ten seconds without asking again, which bounds how long a revoked one works.
 */
@Component
public class Tokens {

    private static final Duration BELIEVED = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofDays(365);
    private static final int MOST_REMEMBERED = 10_000;
    private static final Pattern FORM = Pattern.compile("tsn_[a-z][a-z0-9-]{1,15}_[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient database;
    private final Scheduler readers;
    private final Clock clock;
    private final Self self;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    Tokens(JdbcClient database, Scheduler readers, Clock clock, Self self) {
        this.database = database;
        this.readers = readers;
        this.clock = clock;
        this.self = self;
    }

    /** The caller of a token; empty when it is none of ours, expired or revoked. */
    public Mono<Caller> caller(String token) {
        if (!FORM.matcher(token).matches()) {
            return Mono.empty();
        }
        return callerOfHash(Digest.sha256(token).hex());
    }

    /** The caller of a token's hash, as above. */
    public Mono<Caller> callerOfHash(String hash) {
        Remembered known = remembered.get(hash);
        if (known != null && known.until().isAfter(clock.instant())) {
            return Mono.just(known.caller());
        }
        return Mono.fromCallable(() -> find(hash).orElse(null))
                .subscribeOn(readers)
                .doOnNext(caller -> remember(hash, caller));
    }

    /** Makes a token of a role; this is the only time it is seen. */
    String issue() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return "tsn_" + self.member() + '_'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Stores a token, hashed; one that is stored already stays as it is. */
    void store(String token, String name, Set<Role> roles) {
        database.sql("insert into token (hash, name, roles, expires) values (?, ?, ?, ?) on conflict do nothing")
                .param(Digest.sha256(token).hex())
                .param(name)
                .param(roles.stream().map(Role::token).collect(Collectors.joining(",")))
                .param(Timestamp.from(clock.instant().plus(LIFE)))
                .update();
    }

    boolean isEmpty() {
        return database.sql("select count(*) from token").query(Long.class).single() == 0;
    }

    private void remember(String hash, Caller caller) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(hash, new Remembered(caller, clock.instant().plus(BELIEVED)));
    }

    private Optional<Caller> find(String hash) {
        return database.sql("select name, roles from token where hash = ? and not revoked and expires > now()")
                .param(hash)
                .query((row, number) -> new Caller(hash, row.getString(1), roles(row.getString(2))))
                .optional();
    }

    private static Set<Role> roles(String list) {
        return Arrays.stream(list.split(","))
                .flatMap(token -> Role.of(token).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private record Remembered(Caller caller, Instant until) {}
}
