/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.RawHttp;
import org.tocsin.gateway.testing.Reply;

/** HTTP that no client library would send, said over a bare socket. */
class HttpAbuseIT {

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: kz\r\nAuthorization: Bearer " + kz.token("cert") + "\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
    }

    private static String post(String body, String... headers) {
        return get("/v1/alerts", headers).replaceFirst("GET", "POST") + body;
    }

    static Stream<Arguments> forms() {
        String json = "Content-Type: application/json";
        return Stream.of(
                arguments(
                        "H19 length and chunks",
                        post("0\r\n\r\n", json, "Content-Length: 5", "Transfer-Encoding: chunked")),
                arguments("H19 two lengths", post("{}xxx", json, "Content-Length: 2", "Content-Length: 5")),
                arguments("H19 a list of lengths", post("{}xxx", json, "Content-Length: 2, 5")),
                arguments("H19 a negative length", post("{}", json, "Content-Length: -2")),
                arguments("H20 a bare line feed in a header", get("/v1/alerts", "X-One: 1\rX-Two: 2")),
                arguments("a space before the colon", get("/v1/alerts", "X-Spaced : 1")),
                arguments("no colon", get("/v1/alerts", "nonsense")),
                arguments("NUL in a header", get("/v1/alerts", "X-Nul: a\u0000b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void requestOfDoubtfulFormIsRefusedAndTheConnectionClosed(String name, String request) {
        try (RawHttp socket = kz.raw()) {
            String answer = socket.send(request).readUntil("}");

            assertThat(answer).startsWith("HTTP/1.1 400").contains("\"/problems/malformed-request\"");
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer other", "Content-Type: text/plain"})
    void headerOfWhichSomebodyWouldHaveToChooseIsRefused(String header) {
        try (RawHttp socket = kz.raw()) {
            String request = get("/v1/alerts", "Content-Type: application/json", header);

            assertThat(socket.send(request).status()).isEqualTo(400);
        }
    }

    static Stream<Arguments> sizes() {
        return Stream.of(
                arguments(
                        "H21 a header of 17 KiB",
                        get("/v1/alerts", "X-Long: " + "x".repeat(17 * 1024)),
                        "431",
                        "headers-too-large"),
                arguments(
                        "H21 1,000 headers",
                        get(
                                "/v1/alerts",
                                IntStream.range(0, 1_000)
                                        .mapToObj(i -> "X-Header-" + i + ": some value")
                                        .toArray(String[]::new)),
                        "431",
                        "headers-too-large"),
                arguments("H22 a path of 10 KB", get("/v1/" + "x".repeat(10_000)), "414", "uri-too-long"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sizes")
    void requestLineAndHeadersAreLimited(String name, String request, String status, String slug) {
        try (RawHttp socket = kz.raw()) {
            String answer = socket.send(request).readUntil("}");

            assertThat(answer)
                    .startsWith("HTTP/1.1 " + status)
                    .contains("application/problem+json", "\"/problems/" + slug + "\"")
                    .doesNotContain("xxxx", "some value");
        }
    }

    static Stream<Arguments> paths() {
        return Stream.of(
                        "/v1/%2e%2e/v1/members",
                        "/v1/../v1/members",
                        "/%2e%2e/%2e%2e/etc/passwd",
                        "/%00",
                        "/v1/alerts/%00",
                        "/v1/alerts/%zz",
                        "//v1/members",
                        "/v1//members",
                        "/v1/members/",
                        "/v1;a=b/members",
                        "/v1/members;a=b",
                        "/%76%31/members",
                        "/v1/membe%72s",
                        "/v1%2fmembers",
                        "/V1/members",
                        "/index.html/../index.html",
                        "/page%2ejs")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void pathInDisguiseLeadsNowhere(String path) {
        try (RawHttp known = kz.raw();
                RawHttp stranger = kz.raw()) {
            int unauthenticated = stranger.send("GET " + path + " HTTP/1.1\r\nHost: kz\r\n\r\n")
                    .status();
            int status = known.send(get(path)).status();

            assertThat(unauthenticated).isIn(400, 401, 404);
            assertThat(status).isIn(400, 404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "DELETE", "PUT", "PATCH", "HEAD"})
    void verbThatIsNotOfferedChangesNothing(String verb) {
        long before = kz.count("select last from event_counter");

        try (RawHttp socket = kz.raw()) {
            String request = get("/v1/alerts", "Content-Length: 0").replaceFirst("GET", verb);
            assertThat(socket.send(request).status()).isIn(200, 400, 404, 405, 415, 501);
        }

        assertThat(kz.count("select last from event_counter")).isEqualTo(before);
    }

    // RFC 9112 section 5.2 lets a server read a fold as a space; it must never become a header of its own.
    @Test
    void foldedHeaderIsNoSecondHeader() {
        try (RawHttp socket = kz.raw()) {
            String request = get("/v1/alerts", "X-Folded: one\r\n Content-Encoding: gzip");

            assertThat(socket.send(request).status()).isIn(200, 400);
        }
    }

    @Test
    void headersThatClaimAnotherCallerCountForNothing() {
        String[] claims = {
            "X-Forwarded-For: 127.0.0.1",
            "X-User: admin",
            "X-Member: uz",
            "X-HTTP-Method-Override: POST",
            "X-Forwarded-Host: evil.example",
            "Forwarded: host=evil.example"
        };
        String request = get("/v1/members", claims);

        try (RawHttp socket = kz.raw();
                RawHttp stranger = kz.raw()) {
            String answer = socket.send(request).readUntil("\"items\"");
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("\"self\":\"kz\"")
                    .doesNotContain("evil");
            assertThat(stranger.send(request.replaceFirst("Authorization:", "X-Authorization:"))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void hostHeaderLeavesLinksAlone() {
        String request = post(
                        GatewayIT.DRAFT,
                        "Content-Type: application/json",
                        "Content-Length: " + GatewayIT.DRAFT.length())
                .replaceFirst("Host: kz", "Host: evil.example");

        try (RawHttp socket = kz.raw()) {
            assertThat(socket.send(request).readUntil("\r\n\r\n"))
                    .contains("Location: /v1/alerts/kz.")
                    .doesNotContain("evil");
        }
    }

    @Test
    void foreignPageGetsNoLeave() {
        String request = get("/v1/alerts", "Origin: https://evil.example", "Access-Control-Request-Method: POST")
                .replaceFirst("GET", "OPTIONS");

        try (RawHttp socket = kz.raw()) {
            assertThat(socket.send(request).readUntil("\r\n\r\n").toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("access-control-allow");
        }
    }

    @Test
    void endlessBodyIsCutOff() {
        String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";

        try (RawHttp socket = kz.raw()) {
            socket.send(post("", "Content-Type: application/json", "Transfer-Encoding: chunked"));
            boolean stopped = socket.isStoppedWhileSending(chunk, 20_000);
            String answer = socket.readUntil("\r\n\r\n");

            assertThat(stopped).isTrue();
            assertThat(answer)
                    .satisfiesAnyOf(told -> assertThat(told).startsWith("HTTP/1.1 413"), reset -> assertThat(reset)
                            .isEmpty());
        }
    }

    @Test
    void bodyOverTheLimitInChunksIsTooLarge() {
        String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";

        try (RawHttp socket = kz.raw()) {
            socket.send(post("", "Content-Type: application/json", "Transfer-Encoding: chunked"));
            socket.send(chunk.repeat(65));
            String answer = socket.readUntil("\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 413");
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void keysOfOneHashCostNothing() {
        String body = colliding(13).stream()
                .limit(7_000)
                .map(key -> '"' + key + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
        kz.as("cert").post("/v1/alerts", body);

        long start = System.nanoTime();
        Reply reply = kz.as("cert").post("/v1/alerts", body);
        long millis = (System.nanoTime() - start) / 1_000_000;

        System.out.println("J26 7,000 keys of one hash: " + millis + " ms");
        assertThat(reply.status()).as(reply.body()).isIn(400, 422);
        assertThat(millis).isLessThan(2_000);
    }

    // "Aa" and "BB" have the same hash, and so have all texts made of as many of them.
    private static List<String> colliding(int pairs) {
        List<String> texts = List.of("");
        for (int i = 0; i < pairs; i++) {
            List<String> longer = new ArrayList<>();
            texts.forEach(text -> {
                longer.add(text + "Aa");
                longer.add(text + "BB");
            });
            texts = longer;
        }
        return texts;
    }

    @Test
    void goodDraftStillPassesAfterAllThat() {
        assertThat(kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT).status()).isEqualTo(202);
    }
}
