/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.Info;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.JsonNode;

/** Deletion by law at a real gateway: what an alert said is nowhere any more, that it was there stays. */
class AlertDeletionIT {

    private static final String CANARY = "canary7c1f";
    private static final String REASON = "{\"reason\":\"Court order 12/2026\"}";
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static String path(Alert alert) {
        return "/v1/alerts/" + alert.header().alert();
    }

    private static Alert received() {
        Alert alert = Examples.alert()
                .from("uz")
                .to("kz")
                .headline("Mails with " + CANARY)
                .build();
        told(alert);
        await().until(() -> kz.as("operator").get(path(alert)).status() == 200);
        return alert;
    }

    private static void told(Alert alert) {
        kz.told(
                Lane.URGENT,
                alert.header().alert().toString(),
                Examples.signed(alert).bytes());
    }

    private static Reply deleted(Alert alert) {
        return kz.as("admin").delete(path(alert), REASON);
    }

    private static long lastEvent() {
        return kz.count("select last from event_counter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cert", "operator", "officer"})
    void onlyAnAdministratorDeletes(String role) {
        Alert alert = received();

        assertThat(kz.as(role).delete(path(alert), REASON).problem()).isEqualTo("forbidden");
        assertThat(kz.as("operator").get(path(alert)).body()).contains(CANARY);
    }

    @Test
    void deletionNeedsAKnownAlertAndAReason() {
        Alert alert = received();
        Alert unknown = Examples.alert().from("uz").to("kz").build();

        assertThat(kz.as("admin").delete(path(unknown), REASON).problem()).isEqualTo("not-found");
        assertThat(kz.as("admin").delete("/v1/alerts/nothing", REASON).problem())
                .isEqualTo("not-found");
        assertThat(kz.as("admin").delete(path(alert), "").problem()).isEqualTo("malformed-json");
        assertThat(kz.as("admin").delete(path(alert), "{\"reason\":\" \"}").problem())
                .isEqualTo("invalid-deletion");
        assertThat(kz.as("admin").delete(path(alert), "{\"why\":\"x\"}").problem())
                .isEqualTo("invalid-deletion");
        assertThat(kz.as("operator").get(path(alert)).body()).contains(CANARY);
    }

    @Test
    void noDoorGivesTheContentAnyMore() {
        Alert alert = received();
        kz.as("operator")
                .post(
                        path(alert) + "/answers",
                        "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\",\"note\":\"" + CANARY
                                + "\"}");
        settle(alert);

        Reply reply = deleted(alert);

        assertThat(reply.status()).as(reply.body()).isEqualTo(204);
        assertThat(kz.as("operator").get("/v1/alerts?limit=200&state=deleted").body())
                .contains(alert.header().alert().toString());
        assertGone(alert);
        Reply bytes = kz.as("operator").get(path(alert), "Accept", "application/jose");
        assertThat(bytes.status()).isEqualTo(410);
        assertThat(bytes.problem()).isEqualTo("deleted");
    }

    @Test
    void identityDigestAndTimesStay() {
        Alert alert = received();
        Reply before = kz.as("operator").get(path(alert));

        deleted(alert);

        Reply after = kz.as("operator").get(path(alert));
        assertThat(after.text("state")).isEqualTo("deleted");
        for (String field :
                new String[] {"id", "digest", "at", "issued", "expires", "acknowledgeBy", "audience", "tlp"}) {
            assertThat(after.json().path("latest").path(field))
                    .as(field)
                    .isEqualTo(before.json().path("latest").path(field));
        }
        assertThat(after.json().path("revisions").get(0).path("signature").toString())
                .isEqualTo("{\"status\":\"deleted\"}");
        assertThat(kz.as("operator")
                        .get(path(alert) + "/matrix")
                        .json()
                        .path("recipients")
                        .get(0)
                        .path("receivedAt")
                        .isMissingNode())
                .isFalse();
    }

    @Test
    void openStreamsAreToldAndReplayNoLongerGivesIt() {
        Alert alert = received();
        String before = Long.toString(eventOf(alert) - 1);
        try (LiveEvents open = kz.as("operator").stream(null)) {
            await().until(() -> !open.events("heartbeat").isEmpty());

            deleted(alert);

            await().untilAsserted(() -> assertThat(open.events("alert")).anySatisfy(event -> {
                assertThat(event.data().path("id").asString())
                        .isEqualTo(alert.header().alert().toString());
                assertThat(event.data().path("state").asString()).isEqualTo("deleted");
                assertThat(event.data().toString()).doesNotContain(CANARY);
            }));
        }
        try (LiveEvents replay = kz.as("operator").stream(before)) {
            await().until(() -> replay.events("alert").size() >= 2);

            assertThat(replay.events("alert").get(0).id()).isEqualTo(eventOf(alert));
            assertThat(replay.events().toString())
                    .contains("\"state\":\"deleted\"")
                    .doesNotContain(CANARY);
        }
    }

    @Test
    void sameBytesThatComeAgainDoNotBringItBack() {
        Alert alert = received();
        deleted(alert);
        long events = lastEvent();
        long receipts = kz.messages(Lane.URGENT).size();

        told(alert);

        await().until(() -> kz.messages(Lane.URGENT).size() > receipts);
        assertThat(lastEvent()).isEqualTo(events);
        assertGone(alert);
    }

    @Test
    void deletedAlertIsStillAnsweredAndItsDeadlineRunsOn() {
        Alert alert = received();
        deleted(alert);

        Reply answer = kz.as("operator")
                .post(
                        path(alert) + "/answers",
                        "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"declined\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        JsonNode row = kz.as("operator")
                .get(path(alert) + "/matrix")
                .json()
                .path("recipients")
                .get(0);
        assertThat(row.path("outcome").asString()).isEqualTo("declined");
        assertThat(row.has("acknowledgeBy")).isTrue();
    }

    @Test
    void bytesSetAsideUnderItsNameGoToo() {
        Alert alert = received();
        String setAside = "select count(*) from quarantine where record_value is not null and record_key = convert_to('"
                + alert.header().alert() + "', 'UTF8')";
        told(new Alert(alert.header(), AlertBody.of(List.of(new Info("en", CANARY, null, null)))));
        await().until(() -> kz.count(setAside) == 1);

        deleted(alert);

        assertThat(kz.count(setAside)).isZero();
    }

    @Test
    void deletedTwiceIsDeletedOnce() {
        Alert alert = received();
        deleted(alert);
        long events = lastEvent();

        assertThat(deleted(alert).status()).isEqualTo(204);

        assertThat(lastEvent()).isEqualTo(events);
        assertThat(kz.count("select count(*) from alert_deletion where reason = 'Court order 12/2026' and alert = '"
                        + alert.header().alert() + "'"))
                .isEqualTo(1);
    }

    @Test
    void laterRevisionIsNewAndShown() {
        Alert alert = received();
        deleted(alert);

        told(Examples.alert().updating(alert).headline("Better words").build());

        await().until(() ->
                kz.as("operator").get(path(alert)).json().path("revision").asInt() == 2);
        Reply view = kz.as("operator").get(path(alert));
        assertThat(view.text("state")).isEqualTo("released");
        assertThat(view.body()).contains("Better words").doesNotContain(CANARY);
    }

    @Test
    void whatIsStillOwedToSomeoneIsNotDeleted() {
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT.replace("Edge gateways", CANARY));
        String path = "/v1/alerts/" + posted.text("id");

        assertThat(kz.as("admin").delete(path, REASON).problem()).isEqualTo("invalid-transition");
        assertThat(kz.as("operator").get(path).body()).contains(CANARY);

        kz.change("delete from owed where digest = '" + posted.text("digest") + "' returning 1");
        assertThat(kz.as("admin").delete(path, REASON).status()).isEqualTo(204);
        assertThat(kz.as("operator").get(path).body()).doesNotContain(CANARY);
        assertThat(kz.as("cert")
                        .post(path + "/cancellation", "{}", "If-Match", "\"1\"")
                        .problem())
                .isEqualTo("deleted");
    }

    private static void assertGone(Alert alert) {
        String id = alert.header().alert().toString();
        assertThat(kz.as("operator").get(path(alert)).body()).doesNotContain(CANARY);
        assertThat(kz.as("operator").get(path(alert) + "/matrix").body()).doesNotContain(CANARY);
        assertThat(kz.as("operator").get("/v1/alerts?limit=200&text=" + CANARY).body())
                .doesNotContain(id);
        assertThat(kz.count("select count(*) from event where alert = '" + id + "' and data like '%" + CANARY + "%'"))
                .isZero();
        assertThat(kz.count("select count(*) from message join event using (digest) where alert = '" + id
                        + "' and jws is not null"))
                .isZero();
    }

    private static long eventOf(Alert alert) {
        return kz.count("select id from event where kind = 'alert' and alert = '"
                + alert.header().alert() + "'");
    }

    // The origin's receipt for the answer.
    private static void settle(Alert alert) {
        kz.change("delete from owed where record_key = '" + alert.header().alert() + "' returning 1");
    }
}
