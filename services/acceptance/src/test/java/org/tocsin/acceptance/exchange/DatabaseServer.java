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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.embedded.EmbeddedPostgres;

/** The exchange's database server as an administrator has it: ended and started, its databases saved and put back. */
public final class DatabaseServer implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres server;

    DatabaseServer(Path data) {
        this.data = data;
        this.server = EmbeddedPostgres.start(data, 0);
    }

    String jdbcUrl(String database) {
        return server.jdbcUrl(database);
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    /** Ends all sessions and the server, and starts it again. */
    public void restart() {
        server.close();
        server = EmbeddedPostgres.start(data, 0);
    }

    /** SIGKILL to a process that serves a session: the server ends all others and recovers. */
    public void killASession(String database) {
        String pid = asked(
                "postgres",
                "select pid from pg_stat_activity where datname = '" + database
                        + "' and pid <> pg_backend_pid() limit 1");
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    /** The server's process and all those that serve a session. */
    public List<ProcessHandle> family() {
        try {
            String first =
                    Files.readAllLines(data.resolve("cluster/postmaster.pid")).get(0);
            ProcessHandle postmaster =
                    ProcessHandle.of(Long.parseLong(first.strip())).orElseThrow();
            List<ProcessHandle> family = new ArrayList<>(List.of(postmaster));
            postmaster.descendants().forEach(family::add);
            return family;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Copies a database that nobody uses at the moment. */
    public void save(String database) {
        run("drop database if exists " + database + "_saved");
        run("create database " + database + "_saved template " + database);
    }

    /** Puts the saved copy in the place of a database that nobody uses at the moment. */
    public void putBack(String database) {
        run("drop database " + database + " with (force)");
        run("create database " + database + " template " + database + "_saved");
    }

    /** Loses a database, and makes an empty one of that name. */
    public void lose(String database) {
        run("drop database " + database + " with (force)");
        run("create database " + database);
    }

    /** One value, as text. */
    public @Nullable String asked(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(database), user(), password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void run(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
