/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Quarantine;
import org.tocsin.transport.inbound.Quarantined;

/**
 * The coordinator's figures: those looked up when somebody asks, and the names of those that are counted where things
 * happen, so that each is there from the start at 0. No label ever names an alert.
 */
@Component
class CoordinatorMeters implements MeterBinder {

    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Listeners listeners;
    private final Quarantine quarantine;
    private final DirectoryReader directory;
    private Map<Quarantine.Kind, Long> seen = Map.of();
    private boolean known;
    private long lookedAt = System.nanoTime() - KEPT.toNanos();

    CoordinatorMeters(Listeners listeners, DirectoryReader directory, DataSource database) {
        this.directory = directory;
        this.listeners = listeners;
        this.quarantine = new Quarantine(database);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Lane lane : Lane.values()) {
            Gauge.builder("tocsin.lag", () -> listeners.lag(lane))
                    .description("Records in the members' outboxes that were not handled yet.")
                    .baseUnit("records")
                    .tag("lane", lane.token())
                    .register(registry);
        }
        for (Refusal reason : Refusal.values()) {
            quarantine(reason, registry);
        }
        FunctionCounter.builder("tocsin.directory.rollbacks", directory, DirectoryReader::rollbacks)
                .description("How often the directory topic was found turned back to a lower entry, which is ignored.")
                .register(registry);
        name(registry);
    }

    private void quarantine(Refusal reason, MeterRegistry registry) {
        counter("tocsin.quarantined", "reason", reason.slug(), registry);
        gauge(new Quarantine.Kind("refused", reason.slug()), registry);
        if (Quarantined.isWaitedOn(reason)) {
            gauge(new Quarantine.Kind("waiting", reason.slug()), registry);
        }
    }

    private void gauge(Quarantine.Kind kind, MeterRegistry registry) {
        Gauge.builder("tocsin.quarantine", () -> quarantined(kind))
                .description("Records in quarantine.")
                .tag("state", kind.state())
                .tag("reason", kind.reason())
                .register(registry);
    }

    private static void name(MeterRegistry registry) {
        Timer.builder("tocsin.batch")
                .description("From the poll of a batch to its commit.")
                .register(registry);
        counter("tocsin.copies", "outcome", "sent", registry);
        counter("tocsin.copies", "outcome", "failed", registry);
        for (NoticeKind kind : NoticeKind.values()) {
            counter("tocsin.notices", "kind", kind.token(), registry);
            if (kind.level() > 0) {
                counter("tocsin.deadlines.passed", "level", kind.token(), registry);
            }
        }
    }

    private static void counter(String name, String label, String value, MeterRegistry registry) {
        Counter.builder(name).tag(label, value).register(registry);
    }

    private synchronized double quarantined(Quarantine.Kind kind) {
        if (System.nanoTime() - lookedAt >= KEPT.toNanos()) {
            look();
            lookedAt = System.nanoTime();
        }
        return known ? seen.getOrDefault(kind, 0L) : Double.NaN;
    }

    private void look() {
        try {
            seen = quarantine.count();
            known = true;
        } catch (SQLException unknown) {
            known = false;
        }
    }
}
