/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.health;

import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.inbox.Listeners;
import org.tocsin.gateway.outbox.Outbox;
import org.tocsin.protocol.Lane;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.QuarantineCount;

/** Link, listeners, backlog and quarantine, for people. */
@Component("link")
class ExchangeHealth implements HealthIndicator {

    private final Outbox outbox;
    private final Listeners listeners;
    private final DataSource database;
    private final JdbcClient client;
    private final Signing signing;

    ExchangeHealth(Outbox outbox, Listeners listeners, DataSource database, JdbcClient client, Signing signing) {
        this.outbox = outbox;
        this.listeners = listeners;
        this.database = database;
        this.client = client;
        this.signing = signing;
    }

    /** Whether this member can sign, and by which directory; and what time it is. */
    @Component
    record Signing(SigningKeyWatch key, DirectoryReader directory, Clock clock) {}

    @Override
    public Health health() {
        boolean linked = outbox.isLinked(Lane.URGENT) && outbox.isLinked(Lane.ROUTINE);
        boolean listening = listeners.isHealthy();
        Health.Builder health = linked && listening ? Health.up() : Health.down();
        health.withDetail("linked", linked)
                .withDetail("listening", listening)
                .withDetail("signingKeyExpires", signing.key().until())
                .withDetail("directoryRollbacks", signing.directory().rollbacks());
        try {
            QuarantineCount quarantine = QuarantineCount.of(database);
            long owed =
                    client.sql("select count(*) from owed").query(Long.class).single();
            return health.withDetail("owed", owed)
                    .withDetail(
                            "owedFor", outbox.owedFor(signing.clock().instant()).toString())
                    .withDetail("quarantined", quarantine.refused())
                    .withDetail("waiting", quarantine.waiting())
                    .build();
        } catch (SQLException failure) {
            return Health.down(failure).build();
        }
    }
}
