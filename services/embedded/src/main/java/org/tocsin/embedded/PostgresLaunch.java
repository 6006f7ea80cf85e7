/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server of a cluster, after ending one that a killed JVM left running on it. */
final class PostgresLaunch {

    private static final Logger log = LoggerFactory.getLogger(PostgresLaunch.class);

    /** Includes the recovery after a crash, which reads at most the write-ahead log since the last checkpoint. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);

    /** SQLSTATEs of a server that is not there yet: connection refused, connection broken, and "starting up". */
    private static final List<String> NOT_YET = List.of("08001", "08006", "57P03");

    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "64MB",
            "max_connections", "200",
            "timezone", "UTC",
            "log_checkpoints", "off",
            // Statements may carry the text of alerts; the log must not.
            "log_min_error_statement", "panic");

    private final PostgresLayout layout;
    private final PostgresBinaries binaries;
    private final ServerAccount account;

    PostgresLaunch(PostgresLayout layout, PostgresBinaries binaries, ServerAccount account) {
        this.layout = layout;
        this.binaries = binaries;
        this.account = account;
    }

    /** Ends the server that a killed JVM left on this cluster, if there is one; never any other process. */
    void endOrphan() throws IOException, InterruptedException {
        Optional<ProcessHandle> orphan =
                Postmaster.namedByPidFile(layout).filter(process -> Postmaster.serves(process, layout));
        if (orphan.isPresent()) {
            log.info(
                    "Ending the PostgreSQL server {} that an earlier run left on {}",
                    orphan.get().pid(),
                    layout.cluster());
            new Postmaster(orphan.get()).stop();
        }
    }

    /** Starts the server; it may not accept connections yet. */
    Process start(int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(account.command(command(port)));
        Programs.useRootDirectory(builder);
        disregardForeignPid(builder);
        if (Files.exists(layout.log())) {
            Files.move(layout.log(), layout.previousLog(), StandardCopyOption.REPLACE_EXISTING);
        }
        builder.redirectErrorStream(true).redirectOutput(layout.log().toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Returns when the server accepts this login. */
    void awaitReady(Process process, String url, String password) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!accepts(url, password)) {
            boolean ended = process.waitFor(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() > deadline) {
                throw new EmbeddedPartException(
                        "PostgreSQL did not start on " + layout.cluster() + ": " + endOf(layout.log()));
            }
        }
    }

    /** A session of its own, because Ctrl-C in a terminal goes to every process of the JVM's. */
    private List<String> command(int port) {
        List<String> command = new ArrayList<>();
        if (Programs.areInstalled("setsid")) {
            command.add("setsid");
        }
        command.addAll(
                List.of(binaries.program("postgres"), "-D", layout.cluster().toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /**
     * PostgreSQL refuses to start while the process named in its pid file lives. When that one is a stranger, it is told
     * to disregard exactly this number by the variable that pg_ctl has for its own (miscinit.c, CreateLockFile). The
     * pid file stays, since PostgreSQL also finds surviving children of a dead server by it.
     */
    private void disregardForeignPid(ProcessBuilder builder) throws IOException {
        Postmaster.namedByPidFile(layout)
                .ifPresent(stranger -> builder.environment().put("PG_GRANDPARENT_PID", Long.toString(stranger.pid())));
    }

    private static boolean accepts(String url, String password) {
        try (Connection connection = DriverManager.getConnection(url, PostgresCluster.USER, password)) {
            return connection.isValid(0);
        } catch (SQLException e) {
            if (NOT_YET.contains(e.getSQLState())) {
                return false;
            }
            throw new EmbeddedPartException("PostgreSQL runs but refuses the login of its own password file", e);
        }
    }

    private static String endOf(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
