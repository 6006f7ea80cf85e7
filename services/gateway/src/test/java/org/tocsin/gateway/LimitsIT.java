/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.RawHttp;
import org.tocsin.gateway.testing.Reply;

/** Who asks too much, or guesses, is told to wait; others are not. */
class LimitsIT {

    private static final String STRANGER = "tsn_kz_%043d";
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start(Map.of(
                "tocsin.gateway.requests",
                20,
                "tocsin.gateway.failures",
                1,
                "tocsin.gateway.request-timeout",
                "PT2S",
                "tocsin.gateway.origin",
                "https://kz.test"));
        // They are known here, whatever strangers from the same address do in between.
        for (String name : List.of("cert", "operator", "officer", "admin")) {
            kz.as(name).get("/v1/members");
        }
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static Reply spray(int most) {
        return IntStream.range(0, most)
                .mapToObj(
                        i -> kz.withToken(STRANGER.formatted(i)).get("/v1/members", "X-Forwarded-For", "192.0.2." + i))
                .filter(reply -> reply.status() != 401)
                .findFirst()
                .orElseThrow();
    }

    // H43
    @Test
    void clientThatAsksTooMuchWaitsAndOthersDoNot() {
        Http greedy = kz.as("operator");

        Reply refused = IntStream.range(0, 2_000)
                .mapToObj(i -> greedy.get("/v1/members"))
                .filter(reply -> reply.status() != 200)
                .findFirst()
                .orElseThrow();

        assertThat(refused.problem()).isEqualTo("rate-limited");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(kz.as("cert").get("/v1/members").status()).isEqualTo(200);
        await().until(() -> greedy.get("/v1/members").status() == 200);
    }

    // H37, H15
    @Test
    void addressThatShowsTooManyTokensWaitsWhateverItSaysOfItself() {
        Reply refused = spray(200);

        assertThat(refused.problem()).isEqualTo("rate-limited");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        // The bucket fills again all the time, so the address goes on.
        await().until(() -> {
            spray(20);
            return signIn().problem().equals("rate-limited");
        });
        assertThat(kz.as("officer").get("/v1/members").status())
                .as("who is known is not locked out")
                .isEqualTo(200);
    }

    private static Reply signIn() {
        return kz.withToken("")
                .post(
                        "/v1/session",
                        "{\"token\":\"" + STRANGER.formatted(1) + "\"}",
                        "X-Tocsin",
                        "1",
                        "Origin",
                        "https://kz.test");
    }

    @Test
    void gatewayBehindHttpsTellsBrowsersToStayThere() {
        assertThat(kz.withToken("").get("/sign-in").headers().firstValue("Strict-Transport-Security"))
                .hasValue("max-age=31536000");
    }

    @Test
    void configuredOriginIsTheOnlyOneThatIsOurs() {
        String body = "{\"token\":\"" + kz.token("officer2") + "\"}";
        Http browser = kz.withToken("");

        assertThat(browser.post("/v1/session", body, "X-Tocsin", "1", "Origin", browser.origin())
                        .problem())
                .isEqualTo("csrf");
    }

    // H27
    @Test
    void requestThatTricklesInIsCutOffAndAnUploadThatTakesItsTimeIsNot() {
        String upload = "POST /v1/alerts HTTP/1.1\r\nHost: kz\r\nAuthorization: Bearer " + kz.token("officer2")
                + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: ";
        String draft = GatewayIT.DRAFT.replace("\n", "") + "\n";
        try (RawHttp patient = kz.raw()) {
            patient.send(upload + 2 * draft.length() + "\r\n\r\n" + draft);

            assertCutOff("GET /v1/members HTTP/1.1\r\nX-Slow: ");
            assertCutOff("POST /v1/alerts HTTP/1.1\r\nHost: kz\r\nAuthorization: Bearer " + kz.token("officer2")
                    + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n");

            assertThat(patient.send(draft).readUntil("\"line\":2")).startsWith("HTTP/1.1 200");
        }
    }

    private static void assertCutOff(String beginning) {
        try (RawHttp slow = kz.raw()) {
            slow.send(beginning);
            CompletableFuture<Void> trickle = CompletableFuture.runAsync(() -> await("the end of a slow request")
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> slow.isStoppedWhileSending("x", 1)));

            assertThat(slow.readUntil("}")).startsWith("HTTP/1.1 408").contains("\"/problems/request-timeout\"");
            trickle.join();
        }
    }
}
