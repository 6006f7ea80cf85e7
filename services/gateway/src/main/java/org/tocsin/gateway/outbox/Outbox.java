/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditAppend;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.Sealer;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventAppend;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.idempotency.IdempotencyKeys;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;
import org.tocsin.transport.store.BatchWriter;
import org.tocsin.transport.store.Binding;
import org.tocsin.transport.store.Commit;
import reactor.core.publisher.Mono;

/**
 * Commits what this member says: message, event, what is owed, the stored reply and the audit's entry in one fsynced statement that
 * concurrent requests share. Right after the commit the bytes go to Kafka and the event to the live streams; if that
 * hand-over fails the sweep sends them.
 */
@Component
public class Outbox implements Commit<Outbox.Attributed, Numbered>, AutoCloseable {

    // The first repeat waits longer than a healthy receipt takes under load.
    private static final String STORE = """
            with kept as (
                insert into message (digest, type, jws)
                select * from unnest(?::text[], ?::text[], ?::bytea[])
            ), owes as (
                insert into owed (digest, member, topic, record_key, next_attempt, expires)
                select d, m, t, k, now() + interval '3 seconds' * (1 + random()), e
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[]) as o (d, m, t, k, e)
            ), used as (
                insert into idempotency_key (token, key, request, status, reply, message)
                select * from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::bytea[], ?::text[])
            ),
            """ + AuditAppend.CTE + "," + EventAppend.STRICT_CTE + "select ord, id, tlp";
    private static final String APPENDED = " from appended, refuse_while_relearning() order by ord";

    private final DataSource database;
    private final Sending sending;
    private final After after;
    private final Self self;
    private final Backlog backlog;
    private final BatchWriter<Attributed, Numbered> writer;

    /** What bounds this member's word: how much may be owed, and how many postings may wait for a commit. */
    @Component
    record Bounds(Backlog backlog, int queue) {

        Bounds(Backlog backlog, @Value("${tocsin.gateway.queue:4096}") int queue) {
            this.backlog = backlog;
            this.queue = queue;
        }
    }

    /** Who sends the bytes, and what their key is sealed with for the way. */
    @Component
    record Sending(MessageSender sender, IdempotencyKeys keys) {

        Outgoing keyed(Outgoing outgoing, Claim claim, Digest message) {
            return outgoing.claiming(keys.sealed(claim, message));
        }
    }

    /** What is told of a commit at once. */
    @Component
    record After(Tail tail, Sealer sealer) {

        void on(List<Numbered> events) {
            tail.committed(events);
            sealer.wake();
        }
    }

    /** A posting and the entry that says who made it. */
    record Attributed(Posting posting, AuditEntry entry) {}

    Outbox(DataSource database, Sending sending, After after, Self self, Bounds bounds) {
        this.database = database;
        this.sending = sending;
        this.after = after;
        this.self = self;
        this.backlog = bounds.backlog();
        this.writer = new BatchWriter<>("outbox", bounds.queue(), this);
    }

    /**
     * Commits the posting and hands it over; completes with its event after the commit, or fails with {@link
     * SQLException} (23505 on {@code event_key} or {@code idempotency_key_used_once} when someone else was first, 55000
     * while a replica relearns) or {@link org.tocsin.transport.store.Overloaded}, in either case with nothing stored.
     */
    public Mono<Numbered> post(Posting posting) {
        return Mono.deferContextual(context -> {
            int rows = posting.awaited().size();
            backlog.committing(rows);
            CompletableFuture<Numbered> stored =
                    writer.submit(new Attributed(posting, posting.audited(Actor.of(context))));
            stored.whenComplete((event, failure) -> backlog.committed(rows, failure == null));
            // A client that goes away must not cancel a commit that others share.
            return Mono.fromFuture(stored, true);
        });
    }

    /** Says whether a posting of the lane would reach the broker now rather than wait for the link. */
    public boolean isLinked(Lane lane) {
        MessageSender sender = sending.sender();
        return sender.isReachable() && sender.isReady(Topics.outbox(self.member(), lane));
    }

    /** Refuses a new alert or revision when too much is owed already. Not for a recall, which always passes. */
    public void mustTakeAlert() {
        backlog.mustTakeAlert();
    }

    /** Refuses an answer when far too much is owed. */
    public void mustTakeAnswer() {
        backlog.mustTakeAnswer();
    }

    /** How many rows are owed to others, about. */
    public long owed() {
        return backlog.owed();
    }

    /** How long the oldest of them is owed, about. */
    public Duration owedFor(Instant now) {
        return backlog.age(now);
    }

    /** How many postings wait for a commit. */
    public int waiting() {
        return writer.waiting();
    }

    @Override
    public List<Numbered> store(List<Attributed> attributed) throws SQLException {
        List<Posting> postings = attributed.stream().map(Attributed::posting).toList();
        List<Event> events = postings.stream().map(Posting::event).toList();
        List<DraftRelease> releases =
                postings.stream().map(Posting::release).filter(Objects::nonNull).toList();
        String sql = STORE + (releases.isEmpty() ? "" : DraftRelease.COLUMN) + APPENDED;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            Binding binding = new Binding(statement);
            bindMessages(binding, postings);
            bindOwed(binding, postings);
            bindReplies(binding, postings);
            AuditAppend.bind(binding, attributed.stream().map(Attributed::entry).toList());
            EventAppend.bind(binding, events);
            if (!releases.isEmpty()) {
                DraftRelease.bind(binding, releases);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return EventAppend.read(rows, events);
            }
        }
    }

    @Override
    public void stored(List<Attributed> attributed, List<Numbered> events) {
        attributed.forEach(one -> sending.sender().send(outgoing(one.posting())));
        after.on(events);
    }

    @Override
    public void close() {
        writer.close();
    }

    private Outgoing outgoing(Posting posting) {
        Outgoing bare = new Outgoing(
                topic(posting), posting.recordKey(), posting.signed().bytes());
        StoredReply reply = posting.reply();
        return reply == null
                ? bare
                : sending.keyed(bare, reply.claim(), posting.signed().digest());
    }

    private String topic(Posting posting) {
        return Topics.outbox(self.member(), posting.lane());
    }

    private static void bindMessages(Binding binding, List<Posting> postings) throws SQLException {
        binding.texts(postings, posting -> posting.signed().digest())
                .texts(postings, posting -> posting.signed().typ())
                .bytes(postings, posting -> posting.signed().bytes());
    }

    private void bindOwed(Binding binding, List<Posting> postings) throws SQLException {
        List<Owed> owed = postings.stream()
                .flatMap(posting -> posting.awaited().stream().map(member -> new Owed(posting, member)))
                .toList();
        binding.texts(owed, row -> row.posting().signed().digest())
                .texts(owed, Owed::member)
                .texts(owed, row -> topic(row.posting()))
                .texts(owed, row -> row.posting().recordKey())
                .texts(owed, row -> row.posting().expires());
    }

    private static void bindReplies(Binding binding, List<Posting> postings) throws SQLException {
        List<Posting> keyed =
                postings.stream().filter(posting -> posting.reply() != null).toList();
        List<StoredReply> replies =
                keyed.stream().map(Posting::reply).filter(Objects::nonNull).toList();
        binding.texts(replies, StoredReply::token)
                .texts(replies, StoredReply::key)
                .texts(replies, StoredReply::request)
                .ints(replies, StoredReply::status)
                .bytes(replies, StoredReply::body)
                .texts(keyed, posting -> posting.signed().digest());
    }

    private record Owed(Posting posting, Member member) {}
}
