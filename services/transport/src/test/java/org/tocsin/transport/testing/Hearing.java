/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.tocsin.protocol.message.Alert;
import org.tocsin.transport.inbound.Batch;
import org.tocsin.transport.inbound.BatchHandler;
import org.tocsin.transport.inbound.BatchHead;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.store.Binding;

/** Stores every message it is handed as a row of {@code heard}, in the statement that moves the positions. */
public final class Hearing implements BatchHandler {

    private static final String STORE = BatchHead.SQL + """
            , kept as (
                insert into heard (topic, partition, position, digest, headline)
                select * from unnest(?::text[], ?::int[], ?::bigint[], ?::text[], ?::text[])
            )
            select moved from advanced
            """;

    private final Store store;
    private final AtomicInteger batches = new AtomicInteger();
    private volatile Trouble trouble = (connection, batch) -> {};

    /** What happens between the connection's taking and the statement. */
    public interface Trouble {

        /** Strikes, or lets the batch pass. */
        void strike(Connection connection, Batch batch) throws SQLException, InterruptedException;

        /** The same trouble the first time only. */
        default Trouble once() {
            AtomicInteger strikes = new AtomicInteger();
            return (connection, batch) -> {
                if (strikes.getAndIncrement() == 0) {
                    strike(connection, batch);
                }
            };
        }
    }

    /** A handler that stores there. */
    public Hearing(Store store) {
        this.store = store;
    }

    /** The same handler, troubled. */
    public Hearing troubledBy(Trouble trouble) {
        this.trouble = trouble;
        return this;
    }

    /** How many batches it was handed. */
    public int batches() {
        return batches.get();
    }

    @Override
    public void handle(Batch batch) throws SQLException, InterruptedException {
        batches.incrementAndGet();
        try (Connection connection = store.database().getConnection();
                PreparedStatement statement = connection.prepareStatement(STORE)) {
            trouble.strike(connection, batch);
            bind(statement, batch);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
            }
        }
    }

    private static void bind(PreparedStatement statement, Batch batch) throws SQLException {
        List<Inbound> messages = batch.messages();
        BatchHead.bind(new Binding(statement), batch)
                .texts(messages, inbound -> inbound.source().topic())
                .ints(messages, inbound -> inbound.source().partition())
                .longs(messages, inbound -> inbound.source().offset())
                .texts(messages, inbound -> inbound.signed().digest())
                .texts(messages, Hearing::headline);
    }

    private static String headline(Inbound inbound) {
        return inbound.message() instanceof Alert alert
                ? alert.body().info().get(0).headline()
                : inbound.message().type().name();
    }
}
