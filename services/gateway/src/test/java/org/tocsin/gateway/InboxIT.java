/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.testing.Examples;

/** What one real gateway makes of what it is told, and what its operators see of it. */
class InboxIT {

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static Alert told(Alert alert) {
        kz.told(
                Lane.URGENT,
                alert.header().alert().toString(),
                Examples.signed(alert).bytes());
        return alert;
    }

    private static Alert received(Alert alert) {
        told(alert);
        await().until(() -> detail(alert).status() == 200);
        return alert;
    }

    private static Reply detail(Alert alert) {
        return kz.as("operator").get("/v1/alerts/" + alert.header().alert());
    }

    private static Reply answer(Alert alert, int revision) {
        return kz.as("operator")
                .post(
                        "/v1/alerts/" + alert.header().alert() + "/answers",
                        "{\"kind\":\"acknowledgement\",\"revision\":" + revision
                                + ",\"outcome\":\"accepted\",\"assessment\":\"under-investigation\"}");
    }

    private static long quarantined(String reason) {
        return kz.count("select count(*) from quarantine where reason = '" + reason + "'");
    }

    @Test
    void receivedAlertShowsItsVerifiedSignature() {
        Alert alert = received(Examples.alert().from("uz").to("kz").build());

        Reply detail = detail(alert);

        assertThat(detail.json()
                        .path("revisions")
                        .get(0)
                        .path("signature")
                        .path("status")
                        .asString())
                .isEqualTo("verified");
        assertThat(detail.text("direction")).isEqualTo("received");
        assertThat(detail.headers().firstValue("ETag")).contains("\"1\"");
    }

    @Test
    void repeatedAlertIsOneEventAndConfirmedAgain() {
        Alert alert = received(Examples.alert().from("uz").to("kz").build());
        long events = kz.count("select last from event_counter");
        long receipts = kz.messages(Lane.URGENT).size();

        told(alert);

        await().until(() -> kz.messages(Lane.URGENT).size() > receipts);
        assertThat(kz.count("select last from event_counter")).isEqualTo(events);
    }

    @Test
    void alertForOthersIsQuarantined() {
        long before = quarantined("not-addressed");

        Alert alert = told(Examples.alert().from("uz").to("kg").build());

        await().until(() -> quarantined("not-addressed") == before + 1);
        assertThat(detail(alert).status()).isEqualTo(404);
    }

    @Test
    void poisonIsSetAsideAndTheNextFlows() {
        long before = quarantined("malformed-jws");

        kz.told(Lane.URGENT, "x", "random bytes \u0000\u0001".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        received(Examples.alert().from("uz").to("kz").build());

        await().until(() -> quarantined("malformed-jws") == before + 1);
    }

    @Test
    void anotherMeaningUnderAKnownIdIsQuarantined() {
        Alert alert = received(Examples.alert().from("uz").to("kz").build());
        long before = quarantined("alert-id-conflict");
        Alert other = new Alert(alert.header(), org.tocsin.protocol.message.AlertBody.EMPTY);

        told(other);

        await().until(() -> quarantined("alert-id-conflict") == before + 1);
        assertThat(detail(alert).json().path("revisions").size()).isEqualTo(1);
    }

    @Test
    void recallThatOvertakesItsAlertWins() {
        Alert alert = Examples.alert().from("uz").to("kz").build();
        Alert recall = Examples.alert().cancelling(alert).build();

        received(recall);
        told(alert);

        await().until(() -> detail(alert).json().path("revisions").size() == 2);
        assertThat(detail(alert).text("state")).isEqualTo("cancelled");
        assertThat(kz.as("operator")
                        .get("/v1/alerts?direction=received&limit=1")
                        .body())
                .contains("\"state\":\"cancelled\"");
    }

    @Test
    void answerIsSignedAndSentAndShown() {
        Alert alert = received(Examples.alert().from("uz").to("kz").build());

        Reply reply = answer(alert, 1);

        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(kz.messages(Lane.URGENT))
                .anyMatch(message -> message.digest().hex().equals(reply.text("digest"))));
        assertThat(detail(alert)
                        .json()
                        .path("answers")
                        .get(0)
                        .path("assessment")
                        .asString())
                .isEqualTo("under-investigation");
        Reply matrix = kz.as("operator").get("/v1/alerts/" + alert.header().alert() + "/matrix");
        assertThat(matrix.json().path("recipients").size()).isEqualTo(1);
        assertThat(matrix.json().path("recipients").get(0).path("outcome").asString())
                .isEqualTo("accepted");
    }

    @Test
    void answerToASupersededRevisionIsRefused() {
        Alert alert = received(Examples.alert().from("uz").to("kz").build());
        Alert update = Examples.alert().updating(alert).build();
        told(update);
        await().until(() -> detail(alert).json().path("revision").asInt() == 2);

        assertThat(answer(alert, 1).problem()).isEqualTo("revision-superseded");
        assertThat(answer(alert, 2).status()).isEqualTo(202);
        assertThat(answer(alert, 3).problem()).isEqualTo("invalid-answer");
    }

    @Test
    void whoIsNotAddressedCannotAnswer() {
        Alert alert = Examples.alert().from("uz").to("kg").build();

        assertThat(answer(alert, 1).problem()).isEqualTo("not-found");
    }

    @Test
    void firstDisplayIsToldToTheOriginOnce() {
        Alert alert = received(Examples.alert().from("uz").to("kz").build());
        String display = "/v1/alerts/" + alert.header().alert() + "/display";

        assertThat(kz.as("operator").post(display, "").status()).isEqualTo(204);
        long events = kz.count("select last from event_counter");
        assertThat(kz.as("operator").post(display, "").status()).isEqualTo(204);

        assertThat(kz.count("select last from event_counter")).isEqualTo(events);
    }

    @Test
    void receiptSettlesWhatIsOwed() {
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT.replace(",\"info\":[\"kg\"]", ""));
        Alert sent = alert(posted);
        assertThat(owed(posted)).isEqualTo(1);

        kz.told(
                Lane.URGENT,
                "uz",
                Examples.signed(Examples.receipt("uz", sent).build()).bytes());

        await().until(() -> owed(posted) == 0);
        Reply matrix = kz.as("cert").get("/v1/alerts/" + posted.text("id") + "/matrix");
        assertThat(matrix.json().path("recipients").get(0).path("receivedAt").isMissingNode())
                .isFalse();
    }

    @Test
    void whatHasNoReceiptIsSentAgainToTheMissingOnly() {
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        Alert sent = alert(posted);
        kz.told(
                Lane.URGENT,
                "kg",
                Examples.signed(Examples.receipt("kg", sent).build()).bytes());

        await().atMost(java.time.Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(kz.said(Lane.URGENT)).anySatisfy(record -> {
                    assertThat(new String(record.key())).isEqualTo(posted.text("id"));
                    assertThat(record.headers().lastHeader("tocsin-only")).isNotNull();
                    assertThat(new String(
                                    record.headers().lastHeader("tocsin-only").value()))
                            .isEqualTo("uz");
                }));
    }

    @Test
    void receiptOfSomeoneNotAddressedIsQuarantined() {
        Alert sent = alert(kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT));
        long before = quarantined("unknown-subject");

        kz.told(
                Lane.URGENT,
                "tj",
                Examples.signed(Examples.receipt("tj", sent).build()).bytes());

        await().until(() -> quarantined("unknown-subject") == before + 1);
    }

    @Test
    void noticeOfLatenessShowsInTheMatrix() {
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        Alert sent = alert(posted);

        kz.told(
                Lane.URGENT,
                "coordinator",
                Examples.signed(Examples.late(NoticeKind.OVERDUE, "uz", sent, java.time.Instant.now()))
                        .bytes());

        await().untilAsserted(() -> {
            Reply matrix = kz.as("cert").get("/v1/alerts/" + posted.text("id") + "/matrix");
            assertThat(matrix.json().path("recipients").get(0).path("overdue").asBoolean())
                    .as(matrix.body())
                    .isTrue();
        });
    }

    @Test
    void streamCutTwentyTimesShowsEveryEventOnceInOrder() {
        long start = kz.count("select last from event_counter");
        List<Long> seen = new java.util.ArrayList<>();
        String cursor = Long.toString(start);

        for (int cut = 0; cut < 20; cut++) {
            IntStream.range(0, 5)
                    .forEach(i -> told(Examples.alert().from("uz").to("kz").build()));
            try (LiveEvents stream = kz.as("operator").stream(cursor)) {
                int wanted = 3;
                await().until(() -> stream.events().size() >= wanted);
                stream.events().forEach(event -> seen.add(event.id()));
                cursor = Long.toString(seen.get(seen.size() - 1));
            }
        }

        List<Long> expected =
                IntStream.rangeClosed(1, seen.size()).mapToObj(i -> start + i).toList();
        assertThat(seen).isEqualTo(expected);
    }

    private static long owed(Reply posted) {
        return kz.count("select count(*) from owed where digest = '" + posted.text("digest") + "'");
    }

    private static Alert alert(Reply posted) {
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(posted.text("digest"))));
        return GatewayIT.alertOf(kz, posted);
    }
}
