/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server as a child process of this JVM, on loopback only, with a generated password. A committed row
 * survives a kill of the JVM, of the server, and a crash of the machine: {@code fsync} is on.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final String NAME = "[a-z][a-z0-9_]{0,62}";

    /** SQLSTATE of CREATE DATABASE when another session was quicker. */
    private static final String DUPLICATE_DATABASE = "42P04";

    private final DataDirectory directory;
    private final Process process;
    private final int port;
    private final String password;

    private EmbeddedPostgres(DataDirectory directory, Process process, int port, String password) {
        this.directory = directory;
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts a server on the data of this directory, which is created the first time, and returns once it accepts
     * connections. The programs are unpacked beside the data directory, once for all that have the same parent. A
     * server that a killed JVM left on this data is ended first.
     *
     * @param port where it listens; 0 means the port of the last start on this data, or any free one
     * @throws DataDirectoryException when the directory is in use or not writable
     * @throws EmbeddedPartException when the server cannot run here or does not start
     */
    public static EmbeddedPostgres start(Path dataDirectory, int port) {
        DataDirectory directory = DataDirectory.claim(dataDirectory);
        try {
            return started(directory, port);
        } catch (IOException e) {
            directory.close();
            throw new EmbeddedPartException("PostgreSQL did not start in " + directory.path(), e);
        } catch (InterruptedException e) {
            directory.close();
            Thread.currentThread().interrupt();
            throw new EmbeddedPartException("Interrupted while PostgreSQL was starting in " + directory.path(), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    public String jdbcUrl(String database) {
        return jdbcUrl(port, valid(database));
    }

    public String user() {
        return PostgresCluster.USER;
    }

    public String password() {
        return password;
    }

    /**
     * Creates a database unless it is there.
     *
     * @throws IllegalArgumentException unless the name is lower-case letters, digits and underscores, a letter first
     */
    public void createDatabase(String name) {
        valid(name);
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), user(), password)) {
            if (!hasDatabase(connection, name)) {
                createDatabase(connection, name);
            }
        } catch (SQLException e) {
            throw new EmbeddedPartException("PostgreSQL did not create the database " + name, e);
        }
    }

    /** Shuts the server down, ending open sessions, and returns when it has ended; a second call does nothing. */
    @Override
    public void close() {
        try {
            new Postmaster(process.toHandle()).stop();
        } catch (IOException e) {
            throw new EmbeddedPartException("The PostgreSQL server in " + directory.path() + " was not stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPartException("Interrupted while PostgreSQL was stopping in " + directory.path(), e);
        } finally {
            directory.close();
        }
    }

    private static EmbeddedPostgres started(DataDirectory directory, int wanted)
            throws IOException, InterruptedException {
        PostgresLayout layout = new PostgresLayout(directory.path());
        PostgresBinaries binaries = PostgresBinaries.unpackedIn(beside(directory));
        ServerAccount account = ServerAccount.ableToEnter(List.of(binaries.directory(), directory.path()));
        PostgresCluster cluster = new PostgresCluster(layout, binaries, account);
        cluster.createUnlessThere();
        PostgresLaunch launch = new PostgresLaunch(layout, binaries, account);
        launch.endOrphan();
        int port = new RememberedPort(directory.path()).choose(wanted);
        EmbeddedPostgres postgres = new EmbeddedPostgres(directory, launch.start(port), port, cluster.password());
        postgres.awaitReady(launch);
        log.info("Embedded PostgreSQL on 127.0.0.1:{}, data in {}", port, directory.path());
        return postgres;
    }

    private static Path beside(DataDirectory directory) {
        return Objects.requireNonNullElse(directory.path().getParent(), directory.path());
    }

    private void awaitReady(PostgresLaunch launch) throws IOException, InterruptedException {
        try {
            launch.awaitReady(process, jdbcUrl("postgres"), password);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            new Postmaster(process.toHandle()).stop();
            throw failure;
        }
    }

    private static boolean hasDatabase(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, name);
            return query.executeQuery().next();
        }
    }

    private static void createDatabase(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + name + "\"");
        } catch (SQLException e) {
            if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static String valid(String database) {
        if (!database.matches(NAME)) {
            throw new IllegalArgumentException(
                    "A database name here is lower-case letters, digits and underscores, with a letter first");
        }
        return database;
    }
}
