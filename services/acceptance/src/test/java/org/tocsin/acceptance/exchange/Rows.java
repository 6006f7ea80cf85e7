/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The rows of a member's database, as its administrator finds them: what an accident removes, and what is there. */
final class Rows {

    private static final String USER = "tocsin";

    private final String url;
    private final String password;

    private Rows(String url, String password) {
        this.url = url;
        this.password = password;
    }

    /** Those of a member in a standalone's data directory. */
    static Rows of(Path data, String member) {
        return ofDatabase(data, "gateway_" + member);
    }

    /** Those of any database of a standalone, by its name. */
    static Rows ofDatabase(Path data, String name) {
        try {
            String port = Files.readString(data.resolve("postgres/port")).strip();
            String password =
                    Files.readString(data.resolve("postgres/password")).strip();
            return new Rows("jdbc:postgresql://127.0.0.1:" + port + '/' + name, password);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Removes an alert's events and bytes. */
    void lose(PostedAlert alert) {
        change("delete from event where alert = ?", alert.id());
        change("delete from message where digest = ?", alert.digest());
    }

    /** How often the revision stands among the events. */
    int events(PostedAlert alert) {
        try (Connection connection = connection();
                PreparedStatement statement =
                        connection.prepareStatement("select count(*) from event where kind = 'alert' and digest = ?")) {
            statement.setString(1, alert.digest());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Gives every cell of every table of the database, with the table's name: bytes as they are, others as text. */
    void forEachCell(BiConsumer<String, byte[]> taker) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'public'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select * from \"" + table + '"')) {
                    cells(rows, bytes -> taker.accept(table, bytes));
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void cells(ResultSet rows, Consumer<byte[]> taker) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            for (int column = 1; column <= columns; column++) {
                boolean isBytes = rows.getMetaData().getColumnTypeName(column).equals("bytea");
                String text = isBytes ? null : rows.getString(column);
                byte[] bytes = isBytes ? rows.getBytes(column) : text == null ? null : text.getBytes(UTF_8);
                if (bytes != null) {
                    taker.accept(bytes);
                }
            }
        }
    }

    private void change(String sql, String parameter) {
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(url, USER, password);
    }
}
