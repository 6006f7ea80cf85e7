/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;
import tools.jackson.databind.JsonNode;

/** What a member has confirmed and lost is found by comparing, and comes back to it and to nobody else. */
@ResourceLock(Standalone.RESOURCE)
class ReconciliationIT {

    private final Standalone exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private final Participant kg = exchange.member("kg");

    @Test
    void anAlertLostAfterItsReceiptComesBackOnceAndOnlyToWhoLostIt() {
        PostedAlert kept = kz.sends(alert().to("uz").headline("Kept"));
        PostedAlert lost = kz.sends(alert().routine().to("uz").headline("Lost"));
        PostedAlert foreign = kz.sends(alert().to("kg").headline("For kg"));
        uz.receives(kept);
        uz.receives(lost);
        kz.sees(kept).receivedBy("uz");
        kz.sees(lost).receivedBy("uz");
        kg.receives(foreign);

        exchange.loses("uz", lost);
        uz.holdsNothingOf(lost);
        kz.reconcilesWith("uz");

        Patience.await("uz to hold the lost alert again").until(() -> exchange.eventsAt("uz", lost) > 0);
        Patience.await("nothing to be missing at uz").until(() -> isComplete(kz.comparedWith("uz")));
        assertThat(exchange.eventsAt("uz", lost)).isEqualTo(1);
        assertThat(exchange.eventsAt("uz", kept)).isEqualTo(1);
        assertThat(exchange.eventsAt("kg", foreign)).isEqualTo(1);
        uz.knowsNothingOf(foreign);
        kg.knowsNothingOf(lost);
    }

    // Other scenarios sign for kz behind its back, so uz may hold more than kz knows of.
    private static boolean isComplete(JsonNode sent) {
        return sent.has("comparedAt") && !sent.has("missing");
    }
}
