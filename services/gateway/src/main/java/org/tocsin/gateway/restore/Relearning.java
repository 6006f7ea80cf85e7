/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.restore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.AuditLog;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventAppend;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Restored;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.idempotency.IdempotencyKeys;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.gateway.outbox.Accepted;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.DaemonThreads;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.inbound.Replay;
import org.tocsin.transport.store.Binding;

/**
 * Takes back what this member said since the backup it was restored from: each alert and answer of its own outbox topics
 * that its database does not know becomes a message and an event again, and is owed to everybody it is for. Whoever has
 * it confirms it again; whoever does not, gets it. The idempotency keys that these were asked with are known again by
 * what the records carry. Runs once, before anything is listened to, and is tried until it succeeds; a row says so to
 * every replica, and whoever starts beside it relearns, too.
 */
@Component
public class Relearning implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Relearning.class);
    private static final int AGAIN_MILLIS = 2_000;

    /** Says whether a replica over this database has begun to relearn and none has ended. */
    static final String UNDER_WAY = "select exists (select from relearning)";

    private static final String STORE = """
            with kept as (
                insert into message (digest, type, jws)
                select * from unnest(?::text[], ?::text[], ?::bytea[])
                on conflict (digest) do nothing
                returning digest
            ), owes as (
                insert into owed (digest, member, topic, record_key, next_attempt, expires)
                select d, m, t, k, now() + interval '5 seconds' * random(), e
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[]) as o (d, m, t, k, e)
                join kept on kept.digest = d
                where e > now()
                on conflict do nothing
            ), used as (
                insert into idempotency_key (token, key, request, status, reply, message, at)
                select * from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::bytea[], ?::text[],
                                     ?::timestamptz[])
                on conflict do nothing
            ),
            """ + EventAppend.CTE + "select ord, id, tlp from appended order by ord";

    private final Known known;
    private final Replay replay;
    private final DataSource database;
    private final IdempotencyKeys keys;
    private final Tail tail;
    private final AuditLog audit;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final ScheduledExecutorService thread = DaemonThreads.scheduler("relearning");

    Relearning(KafkaSettings kafka, Known known, Memory memory, Tail tail, AuditLog audit) {
        this.known = known;
        this.replay = new Replay(kafka, known.directory()::directory);
        this.database = memory.database();
        this.keys = memory.keys();
        this.tail = tail;
        this.audit = audit;
    }

    /** Whose gateway this is, whom it believes, whether there is anything to relearn, and what time it is. */
    @Component("relearningKnown")
    record Known(Self self, DirectoryReader directory, Restored restored, Clock clock) {

        List<String> outboxes() {
            return Stream.of(Lane.values())
                    .map(lane -> Topics.outbox(self.member(), lane))
                    .toList();
        }
    }

    /** What is told again: messages and events, and the keys that they were asked with. */
    @Component("relearningMemory")
    record Memory(DataSource database, IdempotencyKeys keys) {}

    /** Completes when everything is known again; at once when this is no restore. */
    public CompletableFuture<Void> whenDone() {
        return done;
    }

    @Override
    public void afterPropertiesSet() {
        JdbcClient client = JdbcClient.create(database);
        if (known.restored().isSo()) {
            client.sql("insert into relearning default values").update();
        }
        if (client.sql(UNDER_WAY).query(Boolean.class).single()) {
            known.directory().whenReadToEnd().thenRun(() -> thread.execute(this::relearn));
        } else {
            done.complete(null);
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }

    private void relearn() {
        try {
            replay.read(known.outboxes(), this::store);
            audit.append(AuditEntry.done(
                    Act.GATEWAY_RESTORED, Actor.GATEWAY, known.clock().instant()));
            JdbcClient.create(database).sql("delete from relearning").update();
            log.info("What this member said before is known again");
            done.complete(null);
        } catch (SQLException | RuntimeException later) {
            log.warn("Relearning is tried again: {}", later.getClass().getSimpleName());
            thread.schedule(this::relearn, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void store(List<Inbound> messages) throws SQLException {
        List<Said> said =
                messages.stream().map(Said::of).flatMap(Optional::stream).toList();
        List<Event> events = EventAppend.distinct(said.stream().map(Said::event).toList());
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(STORE)) {
            Binding binding = new Binding(statement);
            bind(binding, said);
            bindKept(binding, said.stream().flatMap(this::kept).toList());
            EventAppend.bind(binding, events);
            try (ResultSet rows = statement.executeQuery()) {
                List<Numbered> numbered = EventAppend.read(rows, events);
                tail.committed(numbered);
            }
        }
    }

    // What it was answered with is made anew from what it said.
    private Stream<Kept> kept(Said said) {
        Inbound inbound = said.inbound();
        Digest digest = inbound.signed().digest();
        return keys
                .opened(inbound.source().claim(), digest)
                .map(claim -> claim.reply(Accepted.STATUS, Accepted.relearned(inbound.message(), digest)))
                .map(reply -> new Kept(said, reply))
                .stream();
    }

    private static void bindKept(Binding binding, List<Kept> kept) throws SQLException {
        binding.texts(kept, row -> row.reply().token())
                .texts(kept, row -> row.reply().key())
                .texts(kept, row -> row.reply().request())
                .ints(kept, row -> row.reply().status())
                .bytes(kept, row -> row.reply().body())
                .texts(kept, row -> row.said().inbound().signed().digest())
                .texts(kept, row -> row.said().inbound().appendedAt());
    }

    private static void bind(Binding binding, List<Said> said) throws SQLException {
        List<Owed> owed = said.stream()
                .flatMap(one -> one.awaited().stream().map(member -> new Owed(one, member)))
                .toList();
        binding.texts(said, one -> one.inbound().signed().digest())
                .texts(said, one -> one.inbound().signed().typ())
                .bytes(said, one -> one.inbound().signed().bytes())
                .texts(owed, row -> row.said().inbound().signed().digest())
                .texts(owed, Owed::to)
                .texts(owed, row -> row.said().inbound().source().topic())
                .texts(owed, row -> row.said().inbound().source().key())
                .texts(owed, row -> row.said().expires());
    }

    private record Owed(Said said, Member to) {}

    private record Kept(Said said, StoredReply reply) {}
}
