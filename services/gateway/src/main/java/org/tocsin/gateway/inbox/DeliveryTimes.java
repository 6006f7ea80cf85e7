/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.ReceiptItem;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Stage;

/**
 * How long an alert of this member takes to be somewhere: from its acceptance here to the commit of an addressee's
 * receipt, both by this member's clock. Each addressee's first receipt of each revision counts once.
 */
@Component
class DeliveryTimes {

    private static final Duration[] BOUNDS = Stream.of(
                    20L, 50L, 100L, 200L, 500L, 1_000L, 2_000L, 5_000L, 15_000L, 60_000L, 600_000L, 3_600_000L)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer delivery;
    private final Clock clock;

    DeliveryTimes(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.delivery = Timer.builder("tocsin.delivery")
                .description("From an alert's acceptance to the receipt of one addressee.")
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }

    /** Looks at what a commit has brought that is new, on the ground it was judged on. */
    void measure(List<Numbered> numbered, Known known) {
        numbered.stream()
                .filter(event -> event.kind() == EventKind.RECEIPT)
                .map(event -> WireJson.MAPPER.readValue(event.data(), ReceiptItem.class))
                .filter(receipt -> receipt.stage() == Stage.RECEIVED && receipt.answer() == null)
                .flatMap(receipt -> known.byKey(Event.keyOf(receipt.alert(), receipt.revision())).stream())
                .forEach(alert -> delivery.record(Duration.between(alert.at(), clock.instant())));
    }
}
