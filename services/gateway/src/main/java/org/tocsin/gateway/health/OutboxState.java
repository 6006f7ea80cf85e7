/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.health;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.inbound.Quarantine;

/**
 * What lies in the tables and waits, looked up when somebody asks and at most every five seconds, however many figures
 * are made of it. While the database does not answer the figures are not numbers. Blocking.
 */
@Component
class OutboxState {

    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final String OWED =
            "select topic, count(*), extract(epoch from max(now() - since))::float8" + " from owed group by topic";

    private final Quarantine quarantine;
    private final JdbcClient database;
    private Seen seen = new Seen(Map.of(), Map.of(), false);
    private long lookedAt = System.nanoTime() - KEPT.toNanos();

    OutboxState(DataSource source, JdbcClient database) {
        this.quarantine = new Quarantine(source);
        this.database = database;
    }

    /** What a lane owes: how many copies have no receipt, and since how many seconds the oldest. */
    private record Owed(long size, double ageSeconds) {}

    private record Seen(Map<Quarantine.Kind, Long> quarantined, Map<Lane, Owed> owed, boolean known) {}

    double quarantined(Quarantine.Kind kind) {
        Seen now = look();
        return now.known() ? now.quarantined().getOrDefault(kind, 0L) : Double.NaN;
    }

    double owed(Lane lane) {
        Seen now = look();
        return now.known() ? of(now, lane).size() : Double.NaN;
    }

    double ageSeconds(Lane lane) {
        Seen now = look();
        return now.known() ? of(now, lane).ageSeconds() : Double.NaN;
    }

    private static Owed of(Seen seen, Lane lane) {
        return seen.owed().getOrDefault(lane, new Owed(0, 0));
    }

    private synchronized Seen look() {
        if (System.nanoTime() - lookedAt >= KEPT.toNanos()) {
            seen = lookedUp();
            lookedAt = System.nanoTime();
        }
        return seen;
    }

    private Seen lookedUp() {
        try {
            Map<Lane, Owed> owed = new EnumMap<>(Lane.class);
            database.sql(OWED).query(row -> {
                Lane lane = Topics.lane(row.getString(1)).orElseThrow();
                owed.put(lane, new Owed(row.getLong(2), row.getDouble(3)));
            });
            return new Seen(quarantine.count(), owed, true);
        } catch (SQLException | DataAccessException unknown) {
            return new Seen(Map.of(), Map.of(), false);
        }
    }
}
