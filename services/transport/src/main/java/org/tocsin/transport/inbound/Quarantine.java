/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The quarantine table as people see it: what lies there and why, never the bytes; and the one thing they may do, have a
 * refused record judged once more. Blocking.
 */
public final class Quarantine {

    private static final String COLUMNS = "id, topic, partition, position, appended_at, quarantined_at, state, reason,"
            + " digest, redelivery, redelivered_at";
    private static final String PAGE = "select " + COLUMNS + " from quarantine where id < ? order by id desc limit ?";
    private static final String ONE = "select " + COLUMNS + " from quarantine where id = ?";
    private static final String ASK =
            "update quarantine set redelivery = now()" + " where id = ? and state = 'refused' and redelivery is null";
    private static final String COUNT = "select state, reason, count(*) from quarantine group by state, reason";

    private final DataSource database;

    /** The quarantine of that database. */
    public Quarantine(DataSource database) {
        this.database = database;
    }

    /**
     * A record that was not let in. {@code redelivery} is when someone asked for it to be judged again, absent once it
     * was; {@code redeliveredAt} is when it was judged again last, and refused again.
     */
    public record Row(
            long id,
            String topic,
            int partition,
            long position,
            Instant appendedAt,
            Instant quarantinedAt,
            String state,
            String reason,
            @Nullable String digest,
            @Nullable Instant redelivery,
            @Nullable Instant redeliveredAt) {

        /** Says whether it waits to be let in by itself. */
        public boolean isWaiting() {
            return state.equals("waiting");
        }
    }

    /** How many rows are in a state for a reason. */
    public record Kind(String state, String reason) {}

    /** The rows below that id, newest first. */
    public List<Row> page(long before, int limit) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setLong(1, before);
            statement.setInt(2, limit);
            return read(statement);
        }
    }

    /** That row, or empty. */
    public Optional<Row> find(long id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ONE)) {
            statement.setLong(1, id);
            return read(statement).stream().findFirst();
        }
    }

    /**
     * Asks that a refused row be judged again; asking again before that changes nothing. The {@link WaitingRoom} of any
     * replica takes it up: what is let in leaves the table in the commit that stores it. When this is news, {@code along}
     * is done in the same commit.
     */
    public void askForRedelivery(long id, Along along) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ASK)) {
            connection.setAutoCommit(false);
            try {
                statement.setLong(1, id);
                if (statement.executeUpdate() == 1) {
                    along.in(connection);
                }
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** What else is to be stored in a commit. */
    public interface Along {

        /** Stores it by that connection, which is not its own to end. */
        void in(Connection connection) throws SQLException;
    }

    /** How many rows there are of each kind; kinds without a row are absent. */
    public Map<Kind, Long> count() throws SQLException {
        Map<Kind, Long> counts = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(COUNT);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                counts.put(new Kind(rows.getString(1), rows.getString(2)), rows.getLong(3));
            }
        }
        return counts;
    }

    private static List<Row> read(PreparedStatement statement) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(row(rows));
            }
        }
        return found;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("topic"),
                row.getInt("partition"),
                row.getLong("position"),
                row.getTimestamp("appended_at").toInstant(),
                row.getTimestamp("quarantined_at").toInstant(),
                row.getString("state"),
                row.getString("reason"),
                row.getString("digest"),
                instant(row.getTimestamp("redelivery")),
                instant(row.getTimestamp("redelivered_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
