/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.nio.file.Path;

/**
 * Where things are in the data directory of one PostgreSQL server.
 *
 * <pre>
 * cluster/      the server's own data directory
 * cluster.new/  a cluster whose creation has not finished; renamed to cluster/ when it has
 * password      of the one role, mode 600
 * server.log    of the running server; server.log.1 of the one before
 * port          of the last start
 * </pre>
 */
record PostgresLayout(Path home) {

    Path cluster() {
        return home.resolve("cluster");
    }

    Path unfinishedCluster() {
        return home.resolve("cluster.new");
    }

    Path password() {
        return home.resolve("password");
    }

    Path log() {
        return home.resolve("server.log");
    }

    Path previousLog() {
        return home.resolve("server.log.1");
    }

    Path postmasterPid() {
        return cluster().resolve("postmaster.pid");
    }
}
