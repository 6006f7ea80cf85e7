/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.AuditHead;
import org.tocsin.transport.store.Binding;

/**
 * Moves what waits into the chain, in the order in which it is found committed. One transaction, which locks the head and
 * nothing that an act touches: a crash anywhere in it leaves everything as it was, and whoever seals next does it.
 */
@Component
class Chain {

    private static final int BATCH = 1_000;
    private static final String TAKE = """
            delete from audit_pending where id in (select id from audit_pending order by id limit %d)
            returning id, entry
            """.formatted(BATCH);
    private static final String ADD = """
            with moved as (
                insert into audit (seq, entry, hash) select * from unnest(?::bigint[], ?::text[], ?::text[])
            )
            update audit_head set seq = ?, hash = ?
            """;
    // Sooner, the last one is told again: how many there are shall not depend on what happened.
    private static final String LAST = """
            select c.number, c.seq, c.hash, c.at < now() - interval '1 hour' as is_old,
                (select p.hash from audit_checkpoint p where p.number = c.number - 1) as previous
            from audit_checkpoint c order by c.number desc limit 1
            """;
    private static final String NOTE = "insert into audit_checkpoint (number, seq, hash, at) values (?, ?, ?, now())";

    private final DataSource database;
    private final Clock clock;

    Chain(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Pending(long id, String entry) {}

    private interface Work<T> {
        T in(Connection connection, ChainHead head) throws SQLException;
    }

    /** Seals everything that is committed by now; answers with the last link. Blocking. */
    ChainHead seal() throws SQLException {
        return locked(Chain::sealAll);
    }

    /** The link to tell the other members: everything is sealed, and an hour after the last one it is a new one. */
    AuditHead checkpoint() throws SQLException {
        return locked((connection, head) -> {
            ChainHead sealed = sealAll(connection, head);
            try (Statement statement = connection.createStatement();
                    ResultSet last = statement.executeQuery(LAST)) {
                if (!last.next()) {
                    return told(connection, sealed, 1, null).told();
                }
                Checkpoint known = read(last);
                boolean isOld = last.getBoolean("is_old");
                Checkpoint due = isOld
                        ? told(
                                connection,
                                sealed,
                                known.number() + 1,
                                known.link().hash())
                        : known;
                return due.told();
            }
        });
    }

    private <T> T locked(Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T done = work.in(connection, lock(connection));
                connection.commit();
                return done;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static ChainHead lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet head = statement.executeQuery("select seq, hash from audit_head for update")) {
            head.next();
            return new ChainHead(head.getLong(1), new Digest(head.getString(2)));
        }
    }

    private static ChainHead sealAll(Connection connection, ChainHead from) throws SQLException {
        ChainHead head = from;
        List<Pending> waiting = take(connection);
        while (!waiting.isEmpty()) {
            head = add(connection, head, waiting.stream().map(Pending::entry).toList());
            waiting = waiting.size() < BATCH ? List.of() : take(connection);
        }
        return head;
    }

    private static List<Pending> take(Connection connection) throws SQLException {
        List<Pending> taken = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TAKE);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                taken.add(new Pending(rows.getLong(1), rows.getString(2)));
            }
        }
        taken.sort(Comparator.comparingLong(Pending::id));
        return taken;
    }

    private static ChainHead add(Connection connection, ChainHead from, List<String> entries) throws SQLException {
        List<Sealed> links = new ArrayList<>();
        ChainHead head = from;
        for (String entry : entries) {
            Sealed link = Sealed.after(head, entry);
            links.add(link);
            head = link.head();
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            new Binding(statement)
                    .longs(links, Sealed::seq)
                    .texts(links, Sealed::entry)
                    .texts(links, Sealed::hash)
                    .number(head.seq())
                    .text(head.hash());
            statement.executeUpdate();
        }
        return head;
    }

    // An entry of its own, with a nonce: the hash differs from the last one told whether anything happened or not.
    private Checkpoint told(
            Connection connection, ChainHead from, long number, @org.jspecify.annotations.Nullable Digest previous)
            throws SQLException {
        AuditEntry entry = AuditEntry.done(Act.CHECKPOINT_TOLD, Actor.GATEWAY, clock.instant())
                .about(number + "/" + UUID.randomUUID());
        ChainHead link = add(connection, from, List.of(entry.json()));
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            new Binding(statement).number(number).number(link.seq()).text(link.hash());
            statement.executeUpdate();
        }
        return new Checkpoint(number, link, previous);
    }

    private static Checkpoint read(ResultSet row) throws SQLException {
        String previous = row.getString("previous");
        return new Checkpoint(
                row.getLong("number"),
                new ChainHead(row.getLong("seq"), new Digest(row.getString("hash"))),
                previous == null ? null : new Digest(previous));
    }
}
