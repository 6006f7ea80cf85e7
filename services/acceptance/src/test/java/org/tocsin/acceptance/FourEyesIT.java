/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Exchange;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Reply;
import org.tocsin.acceptance.exchange.Standalone;

/** What would wake people in earnest goes out by two people's hands, and nobody hears of it before. */
@ResourceLock(Standalone.RESOURCE)
class FourEyesIT {

    private final Exchange exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private final Participant centre = exchange.member("centre");

    @Test
    void flashReachesNobodyBeforeASecondPersonHasReleasedIt() {
        Reply held =
                kz.as("officer").post("/v1/alerts", alert().flash().to("uz").json());

        assertThat(held.text("state")).isEqualTo("pending-release");
        assertThat(kz.releases("officer", held).text("type")).isEqualTo("/problems/second-person-required");
        uz.knowsNothingOf(PostedAlert.of(held));
        assertThat(centre.stream().about(held.text("id"))).isEmpty();
        Reply released = kz.releases("officer2", held);
        assertThat(released.status()).as(released.body()).isEqualTo(202);
        String payload = uz.receives(PostedAlert.of(released)).data().toString();
        assertThat(payload).contains(released.text("digest"));
    }

    @Test
    void recallNeedsOnePersonOnly() {
        PostedAlert flash = kz.sends(alert().flash().to("uz"));
        uz.receives(flash);

        Reply recalled = kz.as("cert").post("/v1/alerts/" + flash.id() + "/cancellation", "", "If-Match", "\"1\"");

        assertThat(recalled.text("state")).isEqualTo("released");
        Patience.await("uz is told of the recall").until(() -> uz.stream().about(flash.id()).stream()
                .anyMatch(event -> event.text("state").equals("cancelled")));
    }
}
