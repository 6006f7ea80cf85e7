/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.inbox.Listeners;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.transport.inbound.Quarantine;
import org.tocsin.transport.inbound.Quarantined;

/** What waits: outbox, inbox and quarantine. */
@Component
class BacklogMeters implements MeterBinder {

    private final OutboxState backlog;
    private final Listeners listeners;

    BacklogMeters(OutboxState backlog, Listeners listeners) {
        this.backlog = backlog;
        this.listeners = listeners;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Lane lane : Lane.values()) {
            bind(lane, registry);
        }
        for (Refusal reason : Refusal.values()) {
            bind(new Quarantine.Kind("refused", reason.slug()), registry);
            if (Quarantined.isWaitedOn(reason)) {
                bind(new Quarantine.Kind("waiting", reason.slug()), registry);
            }
        }
    }

    private void bind(Lane lane, MeterRegistry registry) {
        Gauge.builder("tocsin.outbox.size", () -> backlog.owed(lane))
                .description("Copies of alerts and answers whose receipt is missing.")
                .tag("lane", lane.token())
                .register(registry);
        Gauge.builder("tocsin.outbox.age", () -> backlog.ageSeconds(lane))
                .description("Since when the oldest of them is owed; 0 when nothing is.")
                .baseUnit("seconds")
                .tag("lane", lane.token())
                .register(registry);
        Gauge.builder("tocsin.lag", () -> listeners.lag(lane))
                .description("Records in this member's inbox that were not taken in yet.")
                .baseUnit("records")
                .tag("lane", lane.token())
                .register(registry);
    }

    private void bind(Quarantine.Kind kind, MeterRegistry registry) {
        Gauge.builder("tocsin.quarantine", () -> backlog.quarantined(kind))
                .description("Records in quarantine.")
                .tag("state", kind.state())
                .tag("reason", kind.reason())
                .register(registry);
    }
}
