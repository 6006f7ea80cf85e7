/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Checkout;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;

/** An alert goes from one state to those that may know it, is answered, and its origin sees who did what. */
@ResourceLock(Standalone.RESOURCE)
class AlertPathIT {

    private final Standalone exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private final Participant kg = exchange.member("kg");
    private final Participant centre = exchange.member("centre");

    @Test
    void theExampleAsItStandsReachesItsAddresseesAndTheirAnswersComeBack() {
        PostedAlert alert = kz.sends(Checkout.example("alert.json"));

        uz.receives(alert);
        kg.receives(alert);
        uz.displays(alert);
        uz.answers(alert, Checkout.example("answer.json"));

        kz.receives(alert);
        kz.sees(alert).receivedBy("uz").receivedBy("kg").displayedBy("uz").acknowledgedBy("uz");
        assertThat(kz.sees(alert).row("kg").has("answeredAt")).isFalse();
        assertThat(answersOnStream(kz, alert)).hasSize(1);
    }

    @Test
    void anAlertIsShownToNobodyWhoIsNotAddressed() {
        PostedAlert alert = kz.sends(alert().flash().to("uz"));

        uz.receives(alert);
        uz.acknowledges(alert);
        kz.sees(alert).acknowledgedBy("uz");
        centre.isTold("dispatched", "", alert);

        kg.knowsNothingOf(alert);
        centre.holdsNothingOf(alert);
        assertThat(centre.stream().about(alert.id())).extracting(Event::name).containsOnly("notice");
    }

    @Test
    void theCentreIsToldWhoDidWhatAndNothingOfWhatIsSaid() {
        PostedAlert alert =
                kz.sends(alert().to("uz").headline("Sluice gates of Kapchagay").description("Turbine 3"));

        uz.receives(alert);
        uz.displays(alert);
        uz.answers(alert, """
                {"kind":"acknowledgement","revision":1,"outcome":"accepted","note":"Secret note"}""");
        kz.sees(alert).acknowledgedBy("uz");

        Patience.await("all three steps").until(() -> stages(alert).size() == 3);
        assertThat(stages(alert)).containsExactlyInAnyOrder("received", "displayed", "answered");
        assertThat(centre.stream().about(alert.id()).toString())
                .doesNotContain("Kapchagay", "Turbine", "Secret", "GREEN", "accepted");
    }

    @Test
    void aRevisionReplacesItsPredecessorAndACancellationReachesEverybody() {
        PostedAlert first = kz.sends(Checkout.example("alert.json"));
        uz.receives(first);

        PostedAlert second = kz.revises(first, Checkout.example("revision.json"));
        uz.receives(second);
        uz.acknowledges(second);
        kz.sees(second).acknowledgedBy("uz");
        var cancelled = kz.as("cert")
                .post(
                        "/v1/alerts/" + first.id() + "/cancellation",
                        Checkout.example("cancellation.json"),
                        "If-Match",
                        "\"2\"");

        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(202);
        PostedAlert third = new PostedAlert(first.id(), 3, cancelled.text("digest"));
        assertThat(uz.receives(third).text("state")).isEqualTo("cancelled");
        assertThat(kg.receives(third).text("state")).isEqualTo("cancelled");
    }

    @Test
    void aMemberAddedByARevisionIsGivenTheNewestOnly() {
        PostedAlert first = kz.sends(alert().routine().to("uz").headline("Before"));
        uz.receives(first);

        var revised = kz.as("cert")
                .post(
                        "/v1/alerts/" + first.id() + "/revisions",
                        alert().routine().to("uz", "kg").headline("After").json(),
                        "If-Match",
                        "\"1\"");
        assertThat(revised.status()).as(revised.body()).isEqualTo(202);
        kg.receives(PostedAlert.of(revised));

        assertThat(kg.as("cert").get("/v1/alerts/" + first.id()).json().path("revisions"))
                .hasSize(1);
        assertThat(kg.as("cert").get("/v1/alerts/" + first.id()).body()).doesNotContain("Before");
    }

    private List<String> stages(PostedAlert alert) {
        return centre.stream().about(alert.id()).stream()
                .filter(event -> event.isNotice("step", "uz"))
                .map(event -> event.text("stage"))
                .toList();
    }

    private static List<Event> answersOnStream(Participant member, PostedAlert alert) {
        Patience.await("the answer on the stream").until(() -> member.stream().about(alert.id()).stream()
                .anyMatch(event -> event.name().equals("answer")));
        return member.stream().about(alert.id()).stream()
                .filter(event -> event.name().equals("answer"))
                .toList();
    }
}
