/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.transport.store.Binding;

/**
 * What was found late, each level once: the row goes in together with the deadline's step, by whichever replica has it
 * locked, and stays unsent until the broker has the notices.
 */
@Component
class Latenesses {

    private static final String SETTLE = """
            with wanted as (
                select * from unnest(?::text[], ?::int[], ?::text[], ?::int[], ?::int[], ?::timestamptz[],
                                     ?::boolean[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                    as w (alert, revision, member, from_level, level, next_due, late, lane, acknowledge_by, at)
            ),
            claimed as materialized (
                select d.alert, d.revision, d.member from deadline d join wanted w using (alert, revision, member)
                where d.level = w.from_level
                order by d.alert, d.member, d.revision
                for update of d skip locked
            ),
            stepped as (
                update deadline d set level = w.level, next_due = w.next_due
                from wanted w join claimed c using (alert, revision, member)
                where d.alert = w.alert and d.revision = w.revision and d.member = w.member
            )
            insert into notice (alert, revision, member, level, lane, acknowledge_by, at)
            select alert, revision, member, level, lane, acknowledge_by, at
            from wanted join claimed using (alert, revision, member) where late
            on conflict do nothing
            returning alert, revision, member, level, lane, acknowledge_by, at
            """;
    private static final String UNSENT = """
            select alert, revision, member, level, lane, acknowledge_by, at from notice
            where sent_at is null and at <= ?::timestamptz order by at limit 500
            """;
    private static final String SENT = """
            update notice n set sent_at = now()
            from unnest(?::text[], ?::int[], ?::text[], ?::int[]) as w (alert, revision, member, level)
            where n.alert = w.alert and n.revision = w.revision and n.member = w.member and n.level = w.level
            """;

    private final DataSource database;

    Latenesses(DataSource database) {
        this.database = database;
    }

    /** What is to become of one deadline, as of a moment of the broker's clock. */
    record Change(Standing standing, Verdict verdict, Instant at) {

        private Deadline deadline() {
            return standing.deadline();
        }

        private @Nullable Instant nextDue() {
            return verdict.closes()
                    ? null
                    : DeadlineLadder.nextDue(deadline(), verdict.level()).orElse(null);
        }
    }

    /** Makes the changes that no other replica makes at this moment; returns what is newly late. */
    List<Lateness> settle(List<Change> changes) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(SETTLE)) {
            new Binding(statement)
                    .texts(changes, change -> change.deadline().alert())
                    .ints(changes, change -> change.deadline().revision())
                    .texts(changes, change -> change.deadline().member())
                    .ints(changes, change -> change.standing().level())
                    .ints(changes, change -> change.verdict().level())
                    .texts(changes, Change::nextDue)
                    .texts(changes, change -> change.verdict().isLate())
                    .texts(changes, change -> change.deadline().lane().token())
                    .texts(changes, change -> change.deadline().acknowledgeBy())
                    .texts(changes, Change::at);
            return read(statement);
        }
    }

    /** What was found late until then and is not known to be sent. */
    List<Lateness> unsent(Instant until) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(UNSENT)) {
            new Binding(statement).text(until);
            return read(statement);
        }
    }

    /** Remembers that the broker has these. */
    void markSent(List<Lateness> sent) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(SENT)) {
            new Binding(statement)
                    .texts(sent, Lateness::alert)
                    .ints(sent, Lateness::revision)
                    .texts(sent, Lateness::member)
                    .ints(sent, Lateness::level);
            statement.executeUpdate();
        }
    }

    private static List<Lateness> read(PreparedStatement statement) throws SQLException {
        List<Lateness> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(new Lateness(
                        AlertId.of(rows.getString(1)),
                        rows.getInt(2),
                        new Member(rows.getString(3)),
                        rows.getInt(4),
                        Lane.valueOf(rows.getString(5).toUpperCase(Locale.ROOT)),
                        rows.getObject(6, OffsetDateTime.class).toInstant(),
                        rows.getObject(7, OffsetDateTime.class).toInstant()));
            }
        }
        return found;
    }
}
