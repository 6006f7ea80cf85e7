/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Creates the database cluster of a data directory that has none yet, with one superuser and a random password. */
final class PostgresCluster {

    static final String USER = "tocsin";

    private final PostgresLayout layout;
    private final PostgresBinaries binaries;
    private final ServerAccount account;

    PostgresCluster(PostgresLayout layout, PostgresBinaries binaries, ServerAccount account) {
        this.layout = layout;
        this.binaries = binaries;
        this.account = account;
    }

    /** A creation cut short by a crash starts again from nothing: it was never used. */
    void createUnlessThere() throws IOException, InterruptedException {
        if (Files.exists(layout.cluster())) {
            return;
        }
        FileTree.delete(layout.unfinishedCluster());
        Files.createDirectory(
                layout.unfinishedCluster(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(layout.unfinishedCluster());
        writePassword();
        initialise();
        Files.move(layout.unfinishedCluster(), layout.cluster(), StandardCopyOption.ATOMIC_MOVE);
        FileTree.syncNames(layout.home());
    }

    String password() throws IOException {
        return Files.readString(layout.password()).strip();
    }

    private void writePassword() throws IOException {
        Files.deleteIfExists(layout.password());
        Path file = Files.createFile(
                layout.password(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, randomPassword() + "\n");
        account.own(file);
    }

    private static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** PostgreSQL's own locale provider: its sort order does not change with the machine's C library. */
    private void initialise() throws IOException, InterruptedException {
        Programs.Outcome outcome = Programs.run(account.command(List.of(
                binaries.program("initdb"),
                "--pgdata=" + layout.unfinishedCluster(),
                "--username=" + USER,
                "--pwfile=" + layout.password(),
                "--auth-local=scram-sha-256",
                "--auth-host=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8")));
        if (!outcome.succeeded()) {
            throw new EmbeddedPartException(
                    "PostgreSQL could not create its files in " + layout.home() + ": " + outcome.output());
        }
    }
}
