/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.tocsin.protocol.Member;

/**
 * The databases of the services, one each, on one server. {@code url} is the JDBC URL of its maintenance database,
 * {@code user} a role that may create databases.
 */
public record Databases(String url, String user, String password) {

    /** The coordinator's database. */
    public static final String COORDINATOR = "coordinator";

    /** The database of a member's gateway. */
    public static String of(Member member) {
        return "gateway_" + member.code().replace('-', '_');
    }

    /** Creates what is missing. */
    public void create(List<Member> members) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            createUnlessThere(connection, COORDINATOR);
            for (Member member : members) {
                createUnlessThere(connection, of(member));
            }
        }
    }

    private static void createUnlessThere(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            if (query.executeQuery().next()) {
                return;
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("create database " + statement.enquoteIdentifier(name, true));
        }
    }
}
