/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.RawHttp;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.JsonNode;

/** What a gateway writes about its work: one JSON object per line, with identities, and nobody's words. */
@ExtendWith(OutputCaptureExtension.class)
class LogIT {

    private static final String CANARY = "Canary";
    private static final String HANDED_ON = "CONSOLE_LOG_STRUCTURED_FORMAT";
    private static final Map<String, String> SETTINGS = Map.of(
            "TOCSIN_LOG_FORMAT", "json", "TOCSIN_LOG", "DEBUG", "logging.config", "classpath:structured-log.xml");

    @BeforeAll
    static void talkative() {
        // The platform hands the format on by this property of the JVM, and keeps one that an earlier start set.
        System.clearProperty(HANDED_ON);
        SETTINGS.forEach(System::setProperty);
    }

    @AfterAll
    static void asBefore() {
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty(HANDED_ON);
    }

    @Test
    void logTellsIdentitiesAndReasonsAndNeverWordsOrTokens(CapturedOutput output) {
        try (Gateway kz = Gateway.start()) {
            String draft = GatewayIT.DRAFT
                    .replace("Edge gateways", CANARY + " gateways")
                    .replace("Since 02:10", CANARY + " since 02:10")
                    .replace("\"comment\":\"C2\"", "\"comment\":\"" + CANARY + "\"");
            Reply posted = kz.as("cert").post("/v1/alerts", draft);
            kz.as("cert").post("/v1/alerts", draft.replace("IMMEDIATE", CANARY));
            Alert received =
                    Examples.alert().from("uz").to("kz").headline(CANARY).build();
            told(kz, received);
            Alert red = Examples.alert()
                    .from("uz")
                    .to("kz")
                    .tlp(Label.RED)
                    .headline(CANARY)
                    .build();
            told(kz, red);
            Alert foreign =
                    Examples.alert().from("uz").to("kg").headline(CANARY).build();
            told(kz, foreign);
            String alert = "/v1/alerts/" + received.header().alert();
            await().until(() -> kz.as("operator").get(alert).status() == 200);
            String restricted = "/v1/alerts/" + red.header().alert();
            await().until(() -> kz.as("officer").get(restricted).status() == 200);
            kz.as("officer").get("/v1/alerts?text=" + CANARY);
            kz.as("operator").get(restricted);
            String note = "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\",\"note\":\"" + CANARY
                    + "\"}";
            kz.as("operator").post(alert + "/answers", note);
            await().until(() -> !lines(output, "reason", "not-addressed").isEmpty());

            JsonNode sent = lines(output, "alert", posted.text("id")).get(0);
            assertThat(sent.path("direction").asString("")).isEqualTo("sent");
            assertThat(sent.path("revision").asInt()).isEqualTo(1);
            assertThat(lines(output, "alert", received.header().alert().toString()))
                    .extracting(line -> line.path("kind").asString("")
                            + ' '
                            + line.path("direction").asString(""))
                    .contains("alert received", "answer sent");
            assertThat(lines(output, "reason", "not-addressed")
                            .get(0)
                            .path("topic")
                            .asString(""))
                    .isEqualTo("tocsin.inbox.kz.urgent");
            assertThat(written(output))
                    .doesNotContain(CANARY, kz.token("cert"), kz.token("operator"))
                    .doesNotContain(payloadOf(received), payloadOf(red), payloadOf(foreign));
        }
    }

    @Test
    void bodyThatIsNoHttpIsOneLineAndNoStackTrace(CapturedOutput output) {
        try (Gateway kz = Gateway.start();
                RawHttp socket = kz.raw()) {
            socket.send("POST /v1/alerts HTTP/1.1\r\nHost: kz\r\nAuthorization: Bearer " + kz.token("cert")
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n" + CANARY
                    + "\r\n");

            assertThat(socket.status()).isEqualTo(400);
            assertThat(kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT).status())
                    .isEqualTo(202);
            assertThat(lines(output, "level", "ERROR")).isEmpty();
            assertThat(written(output)).doesNotContain(CANARY);
        }
    }

    // The client of this test writes into the same log.
    private static String written(CapturedOutput output) {
        return output.getAll()
                .lines()
                .filter(line -> !line.contains("jdk.internal.httpclient"))
                .collect(Collectors.joining("\n"));
    }

    private static void told(Gateway gateway, Alert alert) {
        gateway.told(
                Lane.URGENT,
                alert.header().alert().toString(),
                Examples.signed(alert).bytes());
    }

    private static String payloadOf(Alert alert) {
        String jws = new String(Examples.signed(alert).bytes(), StandardCharsets.US_ASCII);
        return jws.split("\\.")[1].substring(0, 60);
    }

    private static List<JsonNode> lines(CapturedOutput output, String field, String value) {
        return output.getAll()
                .lines()
                .filter(line -> line.startsWith("{\"@timestamp\"") && line.endsWith("}"))
                .map(line -> WireJson.MAPPER.readTree(line))
                .filter(line -> line.path(field).asString("").equals(value))
                .toList();
    }
}
