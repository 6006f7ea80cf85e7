/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

/** A gateway that may owe ten rows, at one real gateway whose alerts nobody confirms until the test does. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BacklogIT {

    private static final String TO_UZ =
            GatewayIT.DRAFT.replace(",\"info\":[\"kg\"]", "").replace("\n", "");
    private static final List<Reply> SENT = new ArrayList<>();

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start(Map.of("tocsin.gateway.backlog-limit", 10));
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static Reply post() {
        return kz.as("cert").post("/v1/alerts", TO_UZ);
    }

    private static Reply upload(int lines) {
        String body = IntStream.range(0, lines).mapToObj(n -> TO_UZ).collect(Collectors.joining("\n"));
        return kz.as("cert")
                .post("/v1/alerts", body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-ndjson");
    }

    private static String path(Reply alert) {
        return "/v1/alerts/" + alert.text("id");
    }

    private static long rows(String table) {
        return kz.count("select count(*) from " + table);
    }

    @Test
    @Order(1)
    void whatIsOwedIsTakenUpToTheLimitAndThenRefusedEverywhere() {
        IntStream.range(0, 10).forEach(n -> SENT.add(post()));
        assertThat(SENT).allSatisfy(reply -> assertThat(reply.status()).isEqualTo(202));

        Reply single = kz.as("cert").post("/v1/alerts", TO_UZ, "Idempotency-Key", "later");
        Reply lines = upload(20);
        Reply revision = kz.as("cert").post(path(SENT.get(0)) + "/revisions", TO_UZ, "If-Match", "\"1\"");

        assertThat(single.problem()).isEqualTo("backlog-full");
        assertThat(single.status()).isEqualTo(503);
        assertThat(single.headers().firstValue("Retry-After")).contains("10");
        assertThat(lines.status()).isEqualTo(200);
        assertThat(lines.body().lines())
                .hasSize(20)
                .allMatch(line -> line.contains("\"status\":503") && line.contains("/problems/backlog-full"));
        assertThat(revision.problem()).isEqualTo("backlog-full");
        assertThat(rows("event where kind = 'alert'")).isEqualTo(10);
        assertThat(rows("message")).isEqualTo(10);
        assertThat(rows("owed")).isEqualTo(10);
        assertThat(rows("idempotency_key")).isZero();
    }

    @Test
    @Order(2)
    void recallAndAnswerPassWhereAnAlertDoesNot() {
        Alert alert = Examples.alert().from("uz").to("kz").build();
        String id = alert.header().alert().toString();
        kz.told(Lane.URGENT, id, Examples.signed(alert).bytes());
        await().until(() -> kz.as("cert").get("/v1/alerts/" + id).status() == 200);

        Reply answer = kz.as("operator")
                .post(
                        "/v1/alerts/" + id + "/answers",
                        "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\","
                                + "\"assessment\":\"under-investigation\"}");
        Reply recall = kz.as("cert").post(path(SENT.get(0)) + "/cancellation", "{}", "If-Match", "\"1\"");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(recall.status()).as(recall.body()).isEqualTo(202);
        assertThat(post().problem()).isEqualTo("backlog-full");
    }

    @Test
    @Order(3)
    void limitIsKeptOverARestart() {
        kz.restart();

        assertThat(post().problem()).isEqualTo("backlog-full");
    }

    @Test
    @Order(4)
    void refusedKeyIsAcceptedOnceReceiptsHaveSettledTheBacklog() {
        await().until(() -> kz.messages(Lane.URGENT).size() >= 10);
        SENT.forEach(sent -> kz.told(
                Lane.URGENT,
                "uz",
                Examples.signed(Examples.receipt("uz", GatewayIT.alertOf(kz, sent))
                                .build())
                        .bytes()));

        await().untilAsserted(() -> assertThat(kz.as("cert")
                        .post("/v1/alerts", TO_UZ, "Idempotency-Key", "later")
                        .status())
                .isEqualTo(202));
        assertThat(upload(3).body().lines()).hasSize(3).allMatch(line -> line.contains("\"status\":202"));
        // Ten, the recall, the one that was refused before, and three lines; the answer is the sixteenth message said.
        assertThat(rows("event where kind = 'alert' and direction = 'sent'")).isEqualTo(15);
        assertThat(kz.messages(Lane.URGENT).stream()
                        .filter(message -> message.typ().equals("tocsin-alert+jws"))
                        .map(message -> message.digest())
                        .distinct())
                .hasSize(15);
    }

    @Test
    @Order(5)
    void concurrentLinesPassTheLimitByAFewAtMost() {
        List<Reply> uploads =
                IntStream.range(0, 4).parallel().mapToObj(n -> upload(40)).toList();

        long accepted = uploads.stream()
                .flatMap(reply -> reply.body().lines())
                .filter(line -> line.contains("\"status\":202"))
                .count();
        assertThat(accepted).isPositive();
        assertThat(rows("owed")).isBetween(10L, 20L);
    }
}
