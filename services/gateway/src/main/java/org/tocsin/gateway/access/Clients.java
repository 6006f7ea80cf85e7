/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Digest;

/**
 * The clients as administrators see them: each is one token, known by an id that is no secret. The name is unique among
 * those that live; a revoked or expired one stays in the list, so that it is known who was let in when.
 */
@Component
class Clients {

    /** How many are listed: the living first, then those that ended. */
    static final int MOST_LISTED = 1_000;

    private static final String FIELDS =
            "hash, id, name, roles, being, standing, red, ceiling, created, expires, revoked, revoked_at";
    private static final String ADMINISTRATES =
            "not revoked and expires > now() and 'admin' = any(string_to_array(roles, ','))";

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Tokens tokens;
    private final Minutes minutes;

    Clients(DataSource dataSource, Tokens tokens, Minutes minutes) {
        this.database = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.tokens = tokens;
        this.minutes = minutes;
    }

    /** A client, without its token or anything made of it. */
    record Client(
            UUID id,
            String name,
            List<String> roles,
            String kind,
            String standing,
            boolean red,
            @Nullable String ceiling,
            Instant created,
            Instant expires,
            boolean revoked,
            @Nullable Instant revokedAt) {

        static Client of(ResultSet row) throws SQLException {
            Rights rights = Rights.of(Tokens.roles(row.getString("roles")), Tokens.reader(row));
            Timestamp revokedAt = row.getTimestamp("revoked_at");
            return new Client(
                    row.getObject("id", UUID.class),
                    row.getString("name"),
                    rights.roles(),
                    rights.kind(),
                    rights.standing(),
                    rights.red(),
                    rights.ceiling(),
                    Tokens.instant(row, "created"),
                    Tokens.instant(row, "expires"),
                    row.getBoolean("revoked"),
                    revokedAt == null ? null : revokedAt.toInstant());
        }
    }

    /** A new client and its token, which is shown this once. */
    record Created(Client client, String token) {}

    /** Makes a client; {@link Refused} when a living one has its name. */
    Created create(Tokens.Grant grant, Actor by) {
        Created created = Objects.requireNonNull(transaction.execute(status -> created(grant, by)));
        minutes.written();
        return created;
    }

    private Created created(Tokens.Grant grant, Actor by) {
        String token = tokens.issue();
        endExpired(grant.name());
        if (!tokens.insert(token, grant)) {
            throw new Refused(ProblemType.CLIENT_EXISTS);
        }
        Client client = database.sql("select " + FIELDS + " from token where hash = ?")
                .param(Digest.sha256(token).hex())
                .query((row, number) -> Client.of(row))
                .single();
        minutes.write(database, Act.CLIENT_CREATED, by, client.id().toString());
        return new Created(client, token);
    }

    List<Client> list() {
        return database.sql("select " + FIELDS + " from token order by revoked or expires <= now(), name, created desc"
                        + " limit " + MOST_LISTED)
                .query((row, number) -> Client.of(row))
                .list();
    }

    /**
     * Revokes a client and ends its sessions; gives its account, and nothing when there is no such client. Refused when no
     * administrator would be left. Repeating it changes nothing.
     */
    Optional<String> revoke(UUID id, Actor by) {
        Optional<String> account = Objects.requireNonNull(transaction.execute(status -> revoked(id, by)));
        minutes.written();
        return account;
    }

    // The administrators' rows are locked first, so that two of them cannot revoke each other at once.
    private Optional<String> revoked(UUID id, Actor by) {
        List<UUID> administrators = database.sql(
                        "select id from token where " + ADMINISTRATES + " order by id for update")
                .query(UUID.class)
                .list();
        if (administrators.equals(List.of(id))) {
            throw new Refused(ProblemType.LAST_ADMINISTRATOR);
        }
        int ended = database.sql("update token set revoked = true, revoked_at = now() where id = ? and not revoked")
                .param(id)
                .update();
        if (ended > 0) {
            minutes.write(database, Act.CLIENT_REVOKED, by, id.toString());
        }
        database.sql("delete from session using token where session.token = token.hash and token.id = ?")
                .param(id)
                .update();
        return database.sql("select hash from token where id = ?")
                .param(id)
                .query(String.class)
                .optional();
    }

    // An expired client gives its name back.
    private void endExpired(String name) {
        database.sql("update token set revoked = true, revoked_at = expires"
                        + " where name = ? and not revoked and expires <= now()")
                .param(name)
                .update();
    }
}
