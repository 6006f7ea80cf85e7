/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tocsin.transport.SendFailed;
import org.tocsin.transport.outbound.Delivery;
import org.tocsin.transport.outbound.MessageSender;

/**
 * Puts records into inboxes and waits for the broker's word on each. An inbox that fails alone is reported, so that it
 * delays nobody; when the broker says nothing at all, the whole batch fails and is tried again.
 */
@Component
class Parcels {

    private static final Logger log = LoggerFactory.getLogger(Parcels.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MessageSender sender;
    private final MeterRegistry meters;

    Parcels(MessageSender sender, MeterRegistry meters) {
        this.sender = sender;
        this.meters = meters;
    }

    /** Which topics may be sent to now. */
    Predicate<String> ready() {
        return sender::isReady;
    }

    Undelivered send(List<Parcel> parcels) throws SendFailed, InterruptedException {
        List<Delivery> deliveries =
                sender.sendEach(parcels.stream().map(Parcel::outgoing).toList(), PATIENCE);
        if (deliveries.stream().allMatch(Delivery.UNANSWERED::equals)
                && parcels.stream().anyMatch(this::hasInbox)) {
            throw new SendFailed(new TimeoutException("no inbox answered"));
        }
        Undelivered undelivered = new Undelivered();
        int failed = 0;
        for (int i = 0; i < parcels.size(); i++) {
            if (deliveries.get(i) != Delivery.ACKNOWLEDGED) {
                undelivered.add(parcels.get(i));
                failed++;
            }
        }
        count(parcels.size() - failed, failed);
        return undelivered;
    }

    private boolean hasInbox(Parcel parcel) {
        return sender.isReady(parcel.outgoing().topic());
    }

    private void count(int sent, int failed) {
        meters.counter("tocsin.copies", "outcome", "sent").increment(sent);
        meters.counter("tocsin.copies", "outcome", "failed").increment(failed);
        if (failed > 0) {
            log.info("{} of {} records did not get into an inbox", failed, sent + failed);
        }
    }
}
