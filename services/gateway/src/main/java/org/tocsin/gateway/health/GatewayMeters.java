/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.health;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.outbox.Outbox;
import org.tocsin.protocol.Lane;
import org.tocsin.transport.inbound.DirectoryReader;

/** The gateway's own figures, beside those of the platform. No label ever names an alert. */
@Component
class GatewayMeters implements MeterBinder {

    private final Outbox outbox;
    private final Tail tail;
    private final DirectoryReader directory;

    GatewayMeters(Outbox outbox, Tail tail, DirectoryReader directory) {
        this.directory = directory;
        this.outbox = outbox;
        this.tail = tail;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("tocsin.events", tail, Tail::last)
                .description("Events numbered at this member since its first day.")
                .register(registry);
        FunctionCounter.builder("tocsin.directory.rollbacks", directory, DirectoryReader::rollbacks)
                .description("How often the directory topic was found turned back to a lower entry, which is ignored.")
                .register(registry);
        Gauge.builder("tocsin.outbox.waiting", outbox, Outbox::waiting)
                .description("Postings that wait for a commit.")
                .register(registry);
        for (Lane lane : Lane.values()) {
            Gauge.builder("tocsin.link", () -> outbox.isLinked(lane) ? 1 : 0)
                    .description("1 while a posting of the lane reaches the broker at once.")
                    .tag("lane", lane.token())
                    .register(registry);
        }
    }
}
