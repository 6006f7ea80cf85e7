/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;

/**
 * Pages of alerts, the one with the newest revision first; each alert stands once, as its latest revision. Keyset paging
 * on the event number: a page costs the same wherever it begins.
 */
@Component
class AlertList {

    // Which index serves a search depends on its values: how rare a word is decides whether to look it up or to walk
    // the
    // list. Elsewhere one plan serves all values. Pages of indexes are counted as cheap, as on any disk without arms.
    // The
    // timeout keeps a search from holding a reader for long.
    static final String SETTINGS = "set local plan_cache_mode = force_custom_plan; set local jit = off;"
            + " set local random_page_cost = 1.1; set local statement_timeout = 5000";

    private final DataSource database;

    AlertList(DataSource database) {
        this.database = database;
    }

    /** A line of the list: its number and its JSON. */
    record Line(long id, String data) {}

    /** Some lines, newest first, and where the next page begins, if there is one. */
    record Page(List<Line> lines, @Nullable Cursor next) {}

    /** The page a search asks for. Blocking. */
    Page page(AlertSearch search) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return page(connection, search);
            } finally {
                connection.rollback();
            }
        }
    }

    private static Page page(Connection connection, AlertSearch search) throws SQLException {
        Cursor from = from(search, lastEvent(connection));
        List<Line> lines = lines(connection, search.query(from));
        if (lines.size() <= search.limit()) {
            return new Page(lines, null);
        }
        List<Line> some = lines.subList(0, search.limit());
        return new Page(some, from.behind(some.get(some.size() - 1).id()));
    }

    // A cursor from the future is of a database that a restored backup has replaced.
    private static Cursor from(AlertSearch search, long last) {
        Cursor cursor = search.cursor() == null ? Cursor.first(last, search.asOf()) : search.cursor();
        if (cursor.asOf() > last) {
            throw new Refused(ProblemType.INVALID_CURSOR);
        }
        return cursor;
    }

    private static long lastEvent(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            try (ResultSet rows = statement.executeQuery("select last from event_counter")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static List<Line> lines(Connection connection, Condition query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            bind(statement, query.values());
            List<Line> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(new Line(rows.getLong(1), rows.getString(2)));
                }
            }
            return lines;
        }
    }

    static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            boolean isList = value instanceof String[];
            statement.setObject(
                    i + 1, isList ? statement.getConnection().createArrayOf("text", (String[]) value) : value);
        }
    }
}
