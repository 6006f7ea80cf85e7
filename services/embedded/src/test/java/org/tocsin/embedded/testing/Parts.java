/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded.testing;

/** A running broker and a running database server, each started when it is first asked for. */
interface Parts {

    String bootstrapServers();

    TestDatabase createDatabase(String name);

    /** Stops what was started and deletes its data. */
    void stop();
}
