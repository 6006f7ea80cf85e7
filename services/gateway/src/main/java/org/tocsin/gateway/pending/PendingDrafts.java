/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.AuditLog;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventAppend;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.Token;
import org.tocsin.transport.store.Binding;

/**
 * The drafts that wait, one per alert: {@code kz.0190… 2 pending-release}, and how the last one ended. Every change is one
 * statement with its event, and takes the event counter's lock first, so changes follow one another on all replicas.
 * Blocking.
 */
@Component
class PendingDrafts {

    // What is given to append_events depends on the row before it, so that no row means no event.
    private static final String HOLD = """
            with locked as materialized (select last from event_counter for update),
            held as (
                insert into pending as p (alert, revision, digest, payload, state, need, author, author_name,
                                          author_is_person, at, expires)
                select ?, ?::int, ?, (?::bytea[])[1], 'pending-release', ?, ?, ?, ?::boolean, ?::timestamptz, ?::timestamptz
                from locked
                on conflict (alert) do update set revision = excluded.revision, digest = excluded.digest,
                    payload = excluded.payload, state = excluded.state, need = excluded.need,
                    author = excluded.author, author_name = excluded.author_name,
                    author_is_person = excluded.author_is_person, at = excluded.at, expires = excluded.expires,
                    ended_at = null, ended_by = null, reason = null
                where p.state <> 'pending-release' or p.revision < excluded.revision
                   or p.author_name = excluded.author_name or ?::boolean
                returning true as done
            ), audited as (
                insert into audit_pending (entry) select ? from held
            ), used as (
                insert into idempotency_key (token, key, request, status, reply)
                select k.* from held, unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::bytea[]) as k
            ), given as (
                select a.* from held, append_events(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[],
                                                    ?::text[], ?::timestamptz[], ?::text[], held.done,
                                                    ?::text[]) a
            )
            select ord, id, tlp from given
            """;
    private static final String END = """
            with locked as materialized (select last from event_counter for update),
            ended as (
                update pending p set state = ?, payload = null, ended_at = ?::timestamptz, ended_by = ?
                from locked where p.alert = ? and p.digest = ? and p.state = 'pending-release'
                returning true as done
            ), audited as (
                insert into audit_pending (entry) select ? from ended
            ), given as (
                select a.* from ended, append_events(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[],
                                                     ?::text[], ?::timestamptz[], ?::text[], ended.done,
                                                     ?::text[]) a
            )
            select ord, id, tlp from given
            """;
    private static final String READ = "select alert, revision, digest, payload, state, need, author, author_name,"
            + " author_is_person, at, expires from pending";
    private static final String WAITING = READ + " where state = 'pending-release' order by at, alert";

    private final DataSource source;
    private final JdbcClient database;
    private final Tail tail;
    private final AuditLog audit;

    PendingDrafts(DataSource source, JdbcClient database, Tail tail, AuditLog audit) {
        this.source = source;
        this.database = database;
        this.tail = tail;
        this.audit = audit;
    }

    /** A draft to be held, its event, and the reply to keep, if any. An officer may put it in another's place. */
    record Holding(
            PendingDraft draft, Event event, @Nullable StoredReply reply, boolean replacesOthers) {}

    /** The end of a waiting that nothing was sent in. */
    record Ending(
            PendingDraft draft,
            PendingState state,
            Event event,
            @Nullable String by) {}

    /**
     * Holds it; false when another account's draft of the same revision waits already. Fails with {@link SQLException} on
     * {@code idempotency_key_used_once} when the key was used meanwhile.
     */
    boolean hold(Holding holding, Actor by) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(HOLD)) {
            PendingDraft draft = holding.draft();
            Binding binding = bind(statement, holding)
                    .text(AuditEntry.done(Act.PENDING_HELD, by, draft.at())
                            .about(draft.alert(), draft.revision(), draft.digest()));
            List<StoredReply> replies = holding.reply() == null ? List.of() : List.of(holding.reply());
            binding.texts(replies, StoredReply::token)
                    .texts(replies, StoredReply::key)
                    .texts(replies, StoredReply::request)
                    .ints(replies, StoredReply::status)
                    .bytes(replies, StoredReply::body);
            EventAppend.bind(binding, List.of(holding.event()));
            return isDone(statement, holding.event());
        }
    }

    /** Ends the waiting of exactly that draft; false when it waits no more. */
    boolean end(Ending ending, Actor by) throws SQLException {
        PendingDraft draft = ending.draft();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(END)) {
            Binding binding = new Binding(statement)
                    .text(ending.state().token())
                    .text(ending.event().at())
                    .text(ending.by())
                    .text(draft.alert())
                    .text(draft.digest())
                    .text(AuditEntry.done(
                                    Act.PENDING_WITHDRAWN, by, ending.event().at())
                            .about(draft.alert(), draft.revision(), draft.digest()));
            EventAppend.bind(binding, List.of(ending.event()));
            return isDone(statement, ending.event());
        }
    }

    /** The last draft of an alert, waiting or ended; empty when there was none. */
    Optional<PendingDraft> find(AlertId alert) {
        return database.sql(READ + " where alert = ?")
                .param(alert.toString())
                .query((row, number) -> draft(row))
                .optional();
    }

    /** All that wait, the oldest first, those past their time, too. */
    List<PendingDraft> waiting() {
        return database.sql(WAITING).query((row, number) -> draft(row)).list();
    }

    /** How many wait. */
    long count() {
        return database.sql("select count(*) from pending where state = 'pending-release'")
                .query(Long.class)
                .single();
    }

    private boolean isDone(PreparedStatement statement, Event event) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<Numbered> numbered = EventAppend.read(rows, List.of(event));
            tail.committed(numbered);
            audit.committed();
            return !numbered.isEmpty();
        }
    }

    private static Binding bind(PreparedStatement statement, Holding holding) throws SQLException {
        PendingDraft draft = holding.draft();
        Author author = draft.author();
        return new Binding(statement)
                .text(draft.alert())
                .text(draft.revision())
                .text(draft.digest())
                .bytes(List.of(draft), PendingDrafts::json)
                .text(draft.need().token())
                .text(author.token())
                .text(author.name())
                .text(author.isPerson())
                .text(draft.at())
                .text(draft.expires())
                .text(holding.replacesOthers());
    }

    private static byte @Nullable [] json(PendingDraft draft) {
        return draft.payload() == null ? null : draft.payload().json();
    }

    private static PendingDraft draft(ResultSet row) throws SQLException {
        byte[] payload = row.getBytes("payload");
        return new PendingDraft(
                AlertId.of(row.getString("alert")),
                row.getInt("revision"),
                Digest.of(row.getString("digest")),
                payload == null ? null : new DraftPayload(payload),
                Token.find(PendingState.class, row.getString("state")).orElseThrow(),
                Token.find(ReleaseNeed.class, row.getString("need")).orElseThrow(),
                new Author(row.getString("author"), row.getString("author_name"), row.getBoolean("author_is_person")),
                row.getTimestamp("at").toInstant(),
                row.getTimestamp("expires").toInstant());
    }
}
