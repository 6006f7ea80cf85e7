/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Self;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.release.Reader;

/**
 * Bearer tokens: 256 random bits, stored as their SHA-256 only. One is looked up by its hash, whose timing tells nothing
 * of the token, and the hash found is compared in constant time.
 */
@Component
class Tokens {

    /** How long a token lives when nobody says otherwise. */
    static final Duration LIFE = Duration.ofDays(365);

    private static final Pattern FORM = Pattern.compile("tsn_[a-z][a-z0-9-]{1,15}_" + Secrets.FORM);

    private final JdbcClient database;
    private final Clock clock;
    private final Self self;

    Tokens(JdbcClient database, Clock clock, Self self) {
        this.database = database;
        this.clock = clock;
        this.self = self;
    }

    /** What a token carries, as it is stored. */
    record Grant(String name, Set<Role> roles, Reader reader, Instant expires) {}

    static boolean isToken(String text) {
        return FORM.matcher(text).matches();
    }

    /** The caller of a token's hash; empty when it is none of ours, expired or revoked. */
    Optional<Caller> find(String hash) {
        return database.sql("select hash, name, roles, being, standing, red, ceiling, expires from token"
                        + " where hash = ? and not revoked and expires > now()")
                .param(hash)
                .query((row, number) -> caller(row, Proof.token(row.getString("hash"), instant(row, "expires"))))
                .optional()
                .filter(caller -> isSame(caller.token(), hash));
    }

    /** Makes a token; this is the only time it is seen. */
    String issue() {
        return "tsn_" + self.member() + '_' + Secrets.fresh();
    }

    /** Stores a first token, hashed; one that is stored already stays as it is. */
    void store(String token, String name, Set<Role> roles, Reader reader) {
        insert(token, new Grant(name, roles, reader, clock.instant().plus(LIFE)));
    }

    /** Stores a token, hashed; false when its name is taken. */
    boolean insert(String token, Grant grant) {
        Reader reader = grant.reader();
        return database.sql("insert into token (hash, name, roles, expires, being, standing, red, ceiling)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
                        .param(Digest.sha256(token).hex())
                        .param(grant.name())
                        .param(grant.roles().stream().map(Role::token).sorted().collect(Collectors.joining(",")))
                        .param(Timestamp.from(grant.expires()))
                        .param(reader.being().name())
                        .param(reader.standing().name())
                        .param(reader.red())
                        .param(
                                reader.ceiling() == null
                                        ? null
                                        : reader.ceiling().token())
                        .update()
                > 0;
    }

    boolean isEmpty() {
        return database.sql("select count(*) from token").query(Long.class).single() == 0;
    }

    /** The caller that a row of the table says, known by the proof. */
    static Caller caller(ResultSet row, Proof proof) throws SQLException {
        return new Caller(
                row.getString("hash"), row.getString("name"), roles(row.getString("roles")), reader(row), proof);
    }

    static Reader reader(ResultSet row) throws SQLException {
        String ceiling = row.getString("ceiling");
        return new Reader(
                Reader.Being.valueOf(row.getString("being")),
                Reader.Standing.valueOf(row.getString("standing")),
                row.getBoolean("red"),
                ceiling == null ? null : Label.of(ceiling));
    }

    static Set<Role> roles(String list) {
        return Arrays.stream(list.split(","))
                .flatMap(token -> Role.of(token).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    // The index compares byte by byte, but only hashes, which nobody can steer towards a stored one.
    private static boolean isSame(String stored, String presented) {
        return MessageDigest.isEqual(
                stored.getBytes(StandardCharsets.US_ASCII), presented.getBytes(StandardCharsets.US_ASCII));
    }
}
