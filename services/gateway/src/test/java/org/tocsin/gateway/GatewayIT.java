/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.testing.Examples;

/** One gateway with a real broker and a real database; the test says what the coordinator would. */
class GatewayIT {

    static final String DRAFT = """
            {"status":"actual","precedence":"IMMEDIATE","tlp":"TLP:AMBER","audience":{"action":["uz"],"info":["kg"]},
             "info":[{"language":"en","headline":"Edge gateways are being exploited","description":"Since 02:10 UTC."}],
             "classification":"malicious-code/c2-server","urgency":"Immediate","severity":"Severe","certainty":"Observed",
             "observables":[{"type":"ipv4-addr","value":"192.0.2.7","comment":"C2"}],
             "vulnerabilities":["CVE-2025-48384"],"techniques":["T1190"],"sectors":["energy"]}
            """;

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    @Test
    void acceptedAlertIsSignedStoredAndInTheOutbox() {
        Reply reply = kz.as("cert").post("/v1/alerts", DRAFT);

        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        assertThat(reply.text("state")).isEqualTo("released");
        assertThat(reply.headers().firstValue("Location")).contains("/v1/alerts/" + reply.text("id"));
        await().untilAsserted(() -> assertThat(kz.messages(Lane.URGENT))
                .anyMatch(message -> message.digest().hex().equals(reply.text("digest"))));
    }

    @Test
    void alertOfAnotherMemberIsStreamedAndConfirmed() {
        Alert alert = Examples.alert().from("uz").to("kz").build();
        try (LiveEvents stream = kz.as("operator").stream(null)) {
            await().until(() -> !stream.events("heartbeat").isEmpty());

            kz.told(
                    Lane.URGENT,
                    alert.header().alert().toString(),
                    Examples.signed(alert).bytes());

            await().untilAsserted(() -> assertThat(stream.events("alert"))
                    .extracting(event -> event.data().path("id").asString())
                    .contains(alert.header().alert().toString()));
        }
        await().untilAsserted(() -> assertThat(kz.messages(Lane.URGENT))
                .anyMatch(message -> message.typ().equals("tocsin-receipt+jws")));
    }

    @Test
    void answerOfAnAddresseeShowsInTheMatrix() {
        Reply posted = kz.as("cert").post("/v1/alerts", DRAFT);
        Alert sent = alert(posted);
        Answer answer = Examples.answer("uz", sent).build();

        kz.told(Lane.URGENT, answer.alert().toString(), Examples.signed(answer).bytes());

        await().untilAsserted(() -> {
            Reply matrix = kz.as("cert").get("/v1/alerts/" + posted.text("id") + "/matrix");
            assertThat(matrix.json().path("recipients").get(0).path("outcome").asString("none"))
                    .as(matrix.body())
                    .isEqualTo("accepted");
        });
    }

    private static Alert alert(Reply posted) {
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(posted.text("digest"))));
        return alertOf(kz, posted);
    }

    static Alert alertOf(Gateway gateway, Reply posted) {
        return gateway.messages(Lane.URGENT).stream()
                .filter(message -> message.digest().hex().equals(posted.text("digest")))
                .map(message -> {
                    try {
                        return (Alert) org.tocsin.protocol.message.MessageCodec.decode(
                                org.tocsin.protocol.MessageType.ALERT, message.payload());
                    } catch (org.tocsin.protocol.message.Undecodable unreadable) {
                        throw new IllegalStateException(unreadable);
                    }
                })
                .findFirst()
                .orElseThrow();
    }
}
