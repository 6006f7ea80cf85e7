/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Exchange;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;

/** A recipient without an inbox delays nobody else, is told to the origin, and is served once the inbox exists. */
@ResourceLock(Standalone.RESOURCE)
class MissingInboxIT {

    private static final List<String> INBOX_OF_KG = List.of("tocsin.inbox.kg.urgent");
    private static final Duration SWEEPS_LATER = Duration.ofMinutes(2);

    private final Exchange exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private final Participant kg = exchange.member("kg");

    @Test
    void theOthersAreServedTheOriginIsToldAndTheRecipientIsServedOnceItsTopicExists() {
        int partitions = exchange.wire().partitions(INBOX_OF_KG.get(0));
        exchange.wire().delete(INBOX_OF_KG);
        List<PostedAlert> sent = new ArrayList<>();

        sent.add(kz.sends(alert().flash().to("uz", "kg")));
        uz.receives(sent.get(0));
        kz.sees(sent.get(0)).refusedFor("kg", "no-inbox");
        for (int number = 0; number < 10; number++) {
            sent.add(kz.sends(alert().flash().to("uz", "kg")));
        }
        sent.forEach(uz::receives);
        sent.forEach(alert -> kz.sees(alert).refusedFor("kg", "no-inbox"));

        exchange.wire().create(INBOX_OF_KG, partitions);
        Patience.await("kg is served").atMost(SWEEPS_LATER).until(() -> sent.stream()
                .noneMatch(alert -> kg.stream().about(alert.id()).isEmpty()));
        sent.forEach(kg::receives);
        sent.forEach(alert -> kz.sees(alert).receivedBy("kg"));
    }
}
