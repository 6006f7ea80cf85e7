/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.sql.SQLException;
import java.util.List;
import org.tocsin.transport.store.Binding;

/**
 * The head of the one statement that commits a batch: the positions, moved only from where this listener stood, and the
 * quarantine. The service appends its own common table expressions, and a final select that reads {@code advanced} (an
 * unread expression is not evaluated). A quarantined row that was judged again leaves the table when it was let in, and
 * stays with its new reason when the service refuses it for one of its own.
 */
public final class BatchHead {

    /** Opens the {@code with} list; ends without a comma. */
    public static final String SQL = """
            with advanced as materialized (
                select tocsin_advance(?::text[], ?::text[], ?::int[], ?::bigint[], ?::bigint[]) as moved
            ),
            set_aside as materialized (
                select * from unnest(?::text[], ?::int[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[],
                                     ?::text[], ?::bytea[], ?::bytea[])
                    as s (topic, partition, position, appended_at, state, reason, digest, record_key, record_value)
            ),
            judged_again as materialized (
                select id, topic, partition, position, appended_at from quarantine where id = any (?::bigint[])
            ),
            quarantined as (
                insert into quarantine
                    (topic, partition, position, appended_at, state, reason, digest, record_key, record_value)
                select * from set_aside
                on conflict (topic, partition, position, appended_at) do update
                    set state = excluded.state, reason = excluded.reason, quarantined_at = now(),
                        redelivery = null,
                        redelivered_at = case when quarantine.redelivery is null then quarantine.redelivered_at
                                              else now() end
                    where quarantine.id in (select id from judged_again)
            ),
            released as (
                delete from quarantine q using judged_again j
                where q.id = j.id and not exists (
                    select from set_aside s
                    where (s.topic, s.partition, s.position, s.appended_at)
                        = (j.topic, j.partition, j.position, j.appended_at))
            )
            """;

    private BatchHead() {}

    /** Binds the head's parameters; the service goes on binding its own. */
    public static Binding bind(Binding binding, Batch batch) throws SQLException {
        List<Position> positions = batch.positions();
        List<Quarantined> refused = batch.quarantined();
        return binding.texts(positions, position -> position.partition().topic())
                .texts(positions, Position::topicId)
                .ints(positions, position -> position.partition().number())
                .longs(positions, Position::expected)
                .longs(positions, Position::next)
                .texts(refused, Quarantined::topic)
                .ints(refused, Quarantined::partition)
                .longs(refused, Quarantined::offset)
                .texts(refused, Quarantined::appendedAt)
                .texts(refused, Quarantined::state)
                .texts(refused, row -> row.reason().slug())
                .texts(refused, Quarantined::digest)
                .bytes(refused, Quarantined::key)
                .bytes(refused, Quarantined::value)
                .longs(batch.released(), id -> id);
    }
}
