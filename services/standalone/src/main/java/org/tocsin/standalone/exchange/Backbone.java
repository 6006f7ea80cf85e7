/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.tocsin.embedded.EmbeddedBroker;
import org.tocsin.embedded.EmbeddedPostgres;
import org.tocsin.protocol.Member;
import org.tocsin.standalone.firststart.BrokerAccounts;
import org.tocsin.standalone.firststart.DataLayout;
import org.tocsin.standalone.firststart.Databases;
import org.tocsin.standalone.firststart.ExchangeTopics;
import org.tocsin.transport.KafkaSettings;

/** The broker and the database server that the services stand on. */
record Backbone(EmbeddedBroker broker, EmbeddedPostgres postgres) implements AutoCloseable {

    static final int PARTITIONS = 2;

    private static final int REMEMBERED_PORT = 0;

    /** Starts both, at the same time. */
    static Backbone start(DataLayout layout) {
        CompletableFuture<EmbeddedPostgres> postgres =
                CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(layout.postgres(), REMEMBERED_PORT));
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.startGuarded(layout.broker(), REMEMBERED_PORT);
        } catch (RuntimeException failure) {
            postgres.thenAccept(EmbeddedPostgres::close)
                    .exceptionally(neverStarted -> null)
                    .join();
            throw failure;
        }
        return new Backbone(broker, joined(postgres, broker));
    }

    /** Creates what topics, accounts and databases the members of this data directory lack. */
    void prepare(DataLayout layout, List<Member> members)
            throws IOException, SQLException, ExecutionException, InterruptedException {
        Map<String, String> client = broker.administrator();
        KafkaSettings administrator = new KafkaSettings(
                "standalone", Objects.requireNonNull(client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)), client);
        new ExchangeTopics(administrator, PARTITIONS).create(members);
        new BrokerAccounts(administrator, layout).open(members);
        new Databases(postgres.jdbcUrl("postgres"), postgres.user(), postgres.password()).create(members);
    }

    @Override
    public void close() {
        try {
            broker.close();
        } finally {
            postgres.close();
        }
    }

    private static EmbeddedPostgres joined(CompletableFuture<EmbeddedPostgres> postgres, EmbeddedBroker broker) {
        try {
            return postgres.join();
        } catch (CompletionException failure) {
            broker.close();
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }
}
