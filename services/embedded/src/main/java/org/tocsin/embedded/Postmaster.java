/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running PostgreSQL server process, ours or one left behind by a JVM that was killed. */
final class Postmaster {

    /** Fast shutdown ends sessions and writes a checkpoint. */
    private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(60);

    /** Immediate shutdown only ends processes; the next start recovers from the write-ahead log. */
    private static final Duration IMMEDIATE_SHUTDOWN = Duration.ofSeconds(10);

    private final ProcessHandle process;

    Postmaster(ProcessHandle process) {
        this.process = process;
    }

    /**
     * The process that the cluster's pid file names, when it lives. It need not be a PostgreSQL server: after a crash
     * of the machine the number may belong to anything.
     */
    static Optional<ProcessHandle> namedByPidFile(PostgresLayout layout) throws IOException {
        if (!Files.exists(layout.postmasterPid())) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(layout.postmasterPid());
        String pid = lines.isEmpty() ? "" : lines.get(0).strip();
        return pid.matches("[0-9]{1,10}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
    }

    /** Whether a process is a PostgreSQL server on exactly this cluster, told by its command line. */
    static boolean serves(ProcessHandle process, PostgresLayout layout) {
        List<String> command = commandLine(process.pid());
        int option = command.indexOf("-D");
        return option > 0
                && command.get(0).endsWith("/bin/postgres")
                && command.size() > option + 1
                && command.get(option + 1).equals(layout.cluster().toString());
    }

    /**
     * Shuts the server down fast, and if that takes more than a minute, immediately; returns when it has ended.
     *
     * @throws EmbeddedPartException when it does not end at all
     */
    void stop() throws IOException, InterruptedException {
        if (endsAfter("INT", FAST_SHUTDOWN) || endsAfter("QUIT", IMMEDIATE_SHUTDOWN)) {
            return;
        }
        throw new EmbeddedPartException("The PostgreSQL server with process id " + process.pid() + " does not stop.");
    }

    private boolean endsAfter(String signal, Duration patience) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            return true;
        }
        Programs.run(List.of("sh", "-c", "kill -" + signal + " " + process.pid()));
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException stillThere) {
            return !process.isAlive();
        }
    }

    /** Empty when the process has ended meanwhile or belongs to somebody whose command lines we may not read. */
    private static List<String> commandLine(long pid) {
        try {
            byte[] arguments = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return List.of(new String(arguments, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
