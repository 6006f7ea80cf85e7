/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.tocsin.coordinator.deadline.Deadlines;
import org.tocsin.coordinator.notice.Tellings;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.transport.inbound.Batch;
import org.tocsin.transport.inbound.BatchHead;
import org.tocsin.transport.store.Binding;

/** The table of what was copied, and the one statement that commits a batch. */
@Component
class Dispatches {

    private static final String KNOWN = """
            select d.alert, d.revision, d.digest, d.appended_at, l.member, l.within_millis
            from dispatch d left join deadline l using (alert, revision)
            where d.alert = any (?::text[])
            """;
    private static final String COMMIT = BatchHead.SQL + """
            , dispatched as (
                insert into dispatch (alert, revision, digest, kind, appended_at, expires)
                select * from unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                on conflict do nothing
            ),
            answering as (
                insert into answered (alert, revision, member, appended_at)
                select * from unnest(?::text[], ?::int[], ?::text[], ?::timestamptz[])
                on conflict do nothing
                returning alert, revision, appended_at
            ),
            """ + Deadlines.CTE + "," + Tellings.CTE + """
            select (extract(epoch from a.appended_at - d.appended_at) * 1000)::bigint
            from advanced left join (answering a join dispatch d using (alert, revision)) on true
            """;

    private final DataSource database;

    Dispatches(DataSource database) {
        this.database = database;
    }

    /** What the tables know of the alerts, in one select. */
    Known known(List<AlertId> alerts) throws SQLException {
        Known known = new Known();
        if (alerts.isEmpty()) {
            return known;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(KNOWN)) {
            new Binding(statement).texts(alerts, id -> id);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    add(rows, known);
                }
            }
        }
        return known;
    }

    private static void add(ResultSet row, Known known) throws SQLException {
        AlertId alert = AlertId.of(row.getString(1));
        int revision = row.getInt(2);
        Known.First first = new Known.First(
                Digest.of(row.getString(3)),
                row.getObject(4, OffsetDateTime.class).toInstant());
        known.dispatched(alert, revision, first);
        String member = row.getString(5);
        if (member != null) {
            Duration within = Duration.ofMillis(row.getLong(6));
            known.owes(alert, revision, new Member(member), first.appendedAt().plus(within));
        }
    }

    /**
     * Commits a batch: positions, quarantine, and what it came to; all or nothing, and once only. Returns how long after
     * the append of what they answer the new answers were appended.
     */
    List<Duration> commit(Batch batch, Account account) throws SQLException {
        List<Dispatch.Released> dispatched = account.dispatched();
        List<Account.Answered> answered = account.answered();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(COMMIT)) {
            Binding binding = BatchHead.bind(new Binding(statement), batch)
                    .texts(dispatched, row -> row.alert().alert())
                    .ints(dispatched, row -> row.alert().revision())
                    .texts(dispatched, row -> row.inbound().signed().digest())
                    .texts(dispatched, row -> row.alert().kind().token())
                    .texts(dispatched, Dispatch.Released::appendedAt)
                    .texts(dispatched, row -> row.alert().expires())
                    .texts(answered, Account.Answered::alert)
                    .ints(answered, Account.Answered::revision)
                    .texts(answered, Account.Answered::member)
                    .texts(answered, Account.Answered::appendedAt);
            Deadlines.bind(binding, account.opened());
            Tellings.bind(binding, account.tellings());
            return answerTimes(statement);
        }
    }

    private static List<Duration> answerTimes(PreparedStatement statement) throws SQLException {
        List<Duration> times = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long millis = rows.getLong(1);
                if (!rows.wasNull()) {
                    times.add(Duration.ofMillis(millis));
                }
            }
        }
        return times;
    }
}
