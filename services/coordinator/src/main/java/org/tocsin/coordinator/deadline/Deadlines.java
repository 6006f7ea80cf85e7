/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.transport.store.Binding;

/**
 * The table of who owes what until when. Deadlines are opened in the statement that commits the batch of their alert, and
 * never reopened; whether one was met is found when it falls due.
 */
@Component
public class Deadlines {

    /** A {@code with} expression that opens deadlines, to be bound by {@link #bind}. */
    public static final String CTE = """
            opened as (
                insert into deadline
                    (alert, revision, member, lane, appended_at, within_millis, expires, next_due)
                select * from unnest(?::text[], ?::int[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[],
                                     ?::timestamptz[], ?::timestamptz[])
                on conflict do nothing
            )
            """;

    private static final String DUE = """
            select alert, revision, member, lane, appended_at, within_millis, expires, level
            from deadline
            where next_due <= ?::timestamptz
              and (next_due, alert, member, revision) > (?::timestamptz, ?, ?, ?)
            order by next_due, alert, member, revision
            limit ?
            """;
    private static final String STANDINGS = """
            select d.level,
                exists (select 1 from answered a join dispatch r
                        on r.alert = a.alert and r.revision = a.revision and a.appended_at >= r.appended_at
                    where a.alert = d.alert and a.member = d.member and a.revision >= d.revision),
                exists (select 1 from deadline l
                    where l.alert = d.alert and l.member = d.member and l.revision > d.revision),
                exists (select 1 from dispatch c
                    where c.alert = d.alert and c.kind = 'cancel' and c.revision <> d.revision)
            from unnest(?::text[], ?::int[], ?::text[]) with ordinality as w (alert, revision, member, ord)
            join deadline d using (alert, revision, member)
            order by w.ord
            """;
    private static final String NEXT = "select min(next_due) from deadline where next_due is not null";

    private final DataSource database;

    Deadlines(DataSource database) {
        this.database = database;
    }

    /** Binds {@link #CTE}. */
    public static Binding bind(Binding binding, List<Deadline> opened) throws SQLException {
        return binding.texts(opened, Deadline::alert)
                .ints(opened, Deadline::revision)
                .texts(opened, Deadline::member)
                .texts(opened, deadline -> deadline.lane().token())
                .texts(opened, Deadline::appendedAt)
                .longs(opened, deadline -> deadline.within().toMillis())
                .texts(opened, Deadline::expires)
                .texts(opened, Deadline::firstDue);
    }

    /** When the next level of any deadline falls due. */
    Optional<Instant> next() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(NEXT);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return Optional.ofNullable(row.getObject(1, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
        }
    }

    /** At most {@code limit} deadlines with a level due by then, in order, beginning after the given one. */
    List<Standing> due(Instant by, @Nullable Standing after, int limit) throws SQLException {
        List<Standing> page = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(DUE)) {
            bindDue(new Binding(statement), by, after).number(limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    page.add(new Standing(deadline(rows), rows.getInt(8)));
                }
            }
        }
        return page;
    }

    private static Binding bindDue(Binding binding, Instant by, @Nullable Standing after) throws SQLException {
        binding.text(by);
        if (after == null) {
            return binding.text("-infinity").text("").text("").number(0);
        }
        Deadline last = after.deadline();
        Instant lastDue = DeadlineLadder.nextDue(last, after.level()).orElse(by);
        return binding.text(lastDue).text(last.alert()).text(last.member()).number(last.revision());
    }

    /** How these stand now. */
    List<Standing> standings(List<Standing> asked) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(STANDINGS)) {
            new Binding(statement)
                    .texts(asked, standing -> standing.deadline().alert())
                    .ints(asked, standing -> standing.deadline().revision())
                    .texts(asked, standing -> standing.deadline().member());
            return read(statement, asked);
        }
    }

    private static List<Standing> read(PreparedStatement statement, List<Standing> asked) throws SQLException {
        List<Standing> now = new ArrayList<>(asked.size());
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Deadline deadline = asked.get(rows.getRow() - 1).deadline();
                now.add(new Standing(
                        deadline, rows.getInt(1), rows.getBoolean(2), rows.getBoolean(3), rows.getBoolean(4)));
            }
        }
        return now;
    }

    private static Deadline deadline(ResultSet row) throws SQLException {
        return new Deadline(
                AlertId.of(row.getString(1)),
                row.getInt(2),
                new Member(row.getString(3)),
                Lane.valueOf(row.getString(4).toUpperCase(java.util.Locale.ROOT)),
                instant(row, 5),
                Duration.ofMillis(row.getLong(6)),
                instant(row, 7));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
