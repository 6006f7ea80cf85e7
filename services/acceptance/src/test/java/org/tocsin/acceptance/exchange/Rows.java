/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

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
        try {
            String port = Files.readString(data.resolve("postgres/port")).strip();
            String password =
                    Files.readString(data.resolve("postgres/password")).strip();
            return new Rows("jdbc:postgresql://127.0.0.1:" + port + "/gateway_" + member, password);
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
