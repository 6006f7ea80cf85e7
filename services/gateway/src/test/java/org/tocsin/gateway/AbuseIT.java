/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.Reply;

/** Bad input at the doors of a real gateway: a stable problem type, no echo, nothing stored, nothing sent. */
class AbuseIT {

    private static final String CANARY = "canary7c1f";
    // What the release rule stops leaves signed evidence as an event of its own.
    private static final String ALERTS = "select count(*) from event where kind <> 'refusal'";
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static String draft(String from, String to) {
        assertThat(GatewayIT.DRAFT).contains(from);
        return GatewayIT.DRAFT.replace(from, to);
    }

    private static String with(String field) {
        return "{" + field + "," + GatewayIT.DRAFT.strip().substring(1);
    }

    private static String headline(String text) {
        return draft("Edge gateways are being exploited", text);
    }

    static Stream<Arguments> drafts() {
        return Stream.of(malformed(), overLimit(), invalid(), audience(), unsafe())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> malformed() {
        String slug = "malformed-json";
        return Stream.of(
                arguments("J01 half an object", "{", 400, slug),
                arguments("J02 nothing", "", 400, slug),
                arguments("J03 null", "null", 400, slug),
                arguments("J04 a list", "[]", 400, slug),
                arguments("J05 a text", "\"text\"", 400, slug),
                arguments("J06 garbage behind", "{}x", 400, slug),
                arguments("J07 two documents", "{}{}", 400, slug),
                arguments("J08 a comment", "{/* */}", 400, slug),
                arguments("J08 NaN", "{\"a\":NaN}", 400, slug),
                arguments("J09 single quotes", "{'a':1}", 400, slug),
                arguments("J11 byte order mark", "\ufeff" + GatewayIT.DRAFT, 400, slug),
                arguments("J13 half a surrogate pair", headline("\\ud800"), 400, slug),
                arguments("J14 NUL", headline("a\\u0000b"), 400, slug),
                arguments("J15 doubled key", with("\"tlp\":\"TLP:RED\""), 400, slug),
                arguments("J15 doubled key, escaped", with("\"\\u0074lp\":\"TLP:RED\""), 400, slug));
    }

    private static Stream<Arguments> overLimit() {
        String slug = "limit-exceeded";
        String deep = "{\"a\":" + "[".repeat(33) + "]".repeat(33) + "}";
        String deepest = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String many = "{\"a\":[" + "1,".repeat(100_000) + "1]}";
        String keys =
                IntStream.range(0, 20_000).mapToObj(i -> "\"" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
        return Stream.of(
                arguments("J16 33 levels", deep, 400, slug),
                arguments("J17 100,000 levels", deepest, 400, slug),
                arguments("J18 100,000 elements", many, 400, slug),
                arguments("J19 20,000 keys", keys, 400, slug),
                arguments("J20 10,000 digits", "{\"a\":" + "1".repeat(10_000) + "}", 400, slug),
                arguments("J21 1e999999999", "{\"a\":1e999999999}", 400, slug),
                arguments("J22 a name of 200 KB", "{\"" + "n".repeat(200_000) + "\":1}", 400, slug),
                arguments("J23 a text of 16 KiB + 1", headline("x".repeat(16 * 1024 + 1)), 400, slug),
                arguments("J24 256 KiB + 1", " ".repeat(256 * 1024 + 1), 413, "payload-too-large"));
    }

    private static Stream<Arguments> invalid() {
        String slug = "invalid-alert";
        return Stream.of(
                arguments("J27 unknown field", with("\"" + CANARY + "\":1"), 422, slug),
                arguments("J28 state set by the client", with("\"state\":\"released\""), 422, slug),
                arguments("J28 issued set by the client", with("\"issued\":\"2026-01-01T00:00:00Z\""), 422, slug),
                arguments("J28 origin set by the client", with("\"origin\":\"uz\""), 422, slug),
                arguments("J29 wrong type", draft("\"Severe\"", "{}"), 422, slug),
                arguments("J30 lower-case precedence", draft("IMMEDIATE", "immediate"), 422, slug),
                arguments("J30 capital status", draft("\"actual\"", "\"Actual\""), 422, slug),
                arguments("J30 homoglyph", draft("IMMEDIATE", "IMMEDI\u0410TE"), 422, slug),
                arguments("J31 no precedence", draft("\"precedence\":\"IMMEDIATE\",", ""), 422, slug),
                arguments(
                        "J31 no audience",
                        draft("\"audience\":{\"action\":[\"uz\"],\"info\":[\"kg\"]},", ""),
                        422,
                        slug),
                arguments("J31 no label", draft("\"tlp\":\"TLP:AMBER\",", ""), 422, "tlp-required"),
                arguments("J32 null label", draft("\"TLP:AMBER\"", "null"), 422, "tlp-required"),
                arguments("J32 null status", draft("\"actual\"", "null"), 422, slug),
                arguments("label of TLP 1", draft("TLP:AMBER", "TLP:YELLOW"), 422, slug),
                arguments("J33 expired", with("\"expires\":\"2020-01-01T00:00:00Z\""), 422, slug),
                arguments("J33 more than 30 days", with("\"expires\":\"2036-01-01T00:00:00Z\""), 422, slug),
                arguments("J34 shortened deadline", with("\"acknowledgeWithin\":\"PT3S\""), 422, slug),
                arguments("J36 year 10000", with("\"expires\":\"10000-01-01T00:00:00Z\""), 422, slug),
                arguments("J36 leap second", with("\"expires\":\"2026-12-31T23:59:60Z\""), 422, slug),
                arguments("J36 no zone", with("\"expires\":\"2026-12-31T23:59:59\""), 422, slug),
                arguments("J38 no such address", draft("192.0.2.7", "999.1.1.1/33"), 422, slug),
                arguments("J39 observable of 20 KB is a limit", draft("192.0.2.7", "9".repeat(16_000)), 422, slug),
                arguments("J40 not a type of observable", draft("ipv4-addr", "regex"), 422, slug),
                arguments(
                        "J42 reference to nothing",
                        with("\"references\":[\"uz.0198c2a4-0000-7000-8000-000000000001\"]"),
                        422,
                        slug),
                arguments("J52 attachment", with("\"attachment\":\"AA==\""), 422, slug));
    }

    private static Stream<Arguments> audience() {
        String named = "{\"action\":[\"uz\"],\"info\":[\"kg\"]}";
        String slug = "invalid-audience";
        return Stream.of(
                arguments("L13 empty audience", draft(named, "{}"), 422, slug),
                arguments("L13 empty lists", draft(named, "{\"action\":[],\"info\":[]}"), 422, slug),
                arguments("L13 unknown member", draft(named, "{\"action\":[\"xx\"]}"), 422, slug),
                arguments("L13 not a code", draft(named, "{\"action\":[\"UZ\"]}"), 422, slug),
                arguments("L13 itself", draft(named, "{\"action\":[\"kz\"]}"), 422, slug),
                arguments("L13 the coordinator", draft(named, "{\"action\":[\"coordinator\"]}"), 422, slug),
                arguments("named twice", draft(named, "{\"action\":[\"uz\"],\"info\":[\"uz\"]}"), 422, slug),
                arguments(
                        "L14 RED to everyone",
                        draft(named, "{\"everyone\":true}").replace("TLP:AMBER", "TLP:RED"),
                        422,
                        "tlp-violation"));
    }

    private static Stream<Arguments> unsafe() {
        String slug = "unsafe-text";
        return Stream.of(
                arguments("J45 zalgo", headline("a" + "\u0301".repeat(100)).replace("a\u0301", "b\u0301"), 422, slug),
                arguments("J46 bidi override", headline("abc\u202edef"), 422, slug),
                arguments("J46 bidi isolate", headline("abc\u2066def"), 422, slug),
                arguments("J47 zero width", headline("abc\u200bdef"), 422, slug),
                arguments("J47 tag character", headline("abc\udb40\udc41"), 422, slug),
                arguments("J47 Hangul filler", headline("abc\u3164"), 422, slug),
                arguments("J48 not NFC", headline("e\u0301cole"), 422, slug),
                arguments("J49 javascript link", with("\"references\":[\"javascript:alert(1)\"]"), 422, "unsafe-link"),
                arguments("J49 data link", with("\"references\":[\"data:text/html,x\"]"), 422, "unsafe-link"),
                arguments(
                        "J50 user in link",
                        with("\"references\":[\"https://user@evil.example/\"]"),
                        422,
                        "unsafe-link"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drafts")
    void badDraftIsRefusedAndLeavesNoAlert(String name, String body, int status, String slug) {
        long before = kz.count(ALERTS);

        Reply reply = kz.as("cert").post("/v1/alerts", body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(slug);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(reply.body()).doesNotContain(CANARY);
        assertThat(reply.json().path("violations").size()).isLessThanOrEqualTo(20);
        assertThat(kz.count(ALERTS)).isEqualTo(before);
    }

    static Stream<Arguments> bytes() {
        byte[] overlong = GatewayIT.DRAFT.replace("Since", "Sin\u00c0").getBytes(StandardCharsets.ISO_8859_1);
        return Stream.of(
                arguments("J10 UTF-16", GatewayIT.DRAFT.getBytes(StandardCharsets.UTF_16)),
                arguments("J10 UTF-16 without mark", GatewayIT.DRAFT.getBytes(StandardCharsets.UTF_16BE)),
                arguments("J12 not UTF-8", overlong));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bytes")
    void bodyThatIsNotUtf8IsMalformed(String name, byte[] body) {
        Reply reply = kz.as("cert").post("/v1/alerts", body, "Content-Type", "application/json");

        assertThat(reply.problem()).as(reply.body()).isEqualTo("malformed-json");
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments("H24 gzip", "unsupported-encoding", new String[] {
                    "Content-Type", "application/json", "Content-Encoding", "gzip"
                }),
                arguments("H24 identity over gzip", "unsupported-encoding", new String[] {
                    "Content-Type", "application/json", "Content-Encoding", "gzip, identity"
                }),
                arguments("H25 text/plain", "unsupported-media-type", new String[] {"Content-Type", "text/plain"}),
                arguments("H25 utf-7", "unsupported-media-type", new String[] {
                    "Content-Type", "application/json;charset=utf-7"
                }),
                arguments("no content type", "unsupported-media-type", new String[] {"X-None", "1"}),
                arguments("H26 wants HTML", "not-acceptable", new String[] {
                    "Content-Type", "application/json", "Accept", "text/html"
                }),
                arguments("H38 key of 10 KB", "invalid-parameter", new String[] {
                    "Content-Type", "application/json", "Idempotency-Key", "k".repeat(10_000)
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void badHeaderIsRefused(String name, String slug, String[] headers) {
        Reply reply = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT.getBytes(StandardCharsets.UTF_8), headers);

        assertThat(reply.problem()).as(reply.body()).isEqualTo(slug);
    }

    @Test
    void bodyThatIsSaidNotToBeEncodedIsRead() {
        Reply reply = kz.as("cert")
                .post(
                        "/v1/alerts",
                        GatewayIT.DRAFT.getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "identity");

        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    }

    static Stream<Arguments> gets() {
        String absent = "/v1/alerts/kz.0198c2a4-0000-7000-8000-000000000001";
        return Stream.of(
                arguments(absent, 404, "not-found"),
                arguments(absent + "/matrix", 404, "not-found"),
                arguments("/v1/alerts/not-an-id", 404, "not-found"),
                arguments("/v1/nothing", 404, "not-found"),
                arguments("/v1/alerts?limit=0", 400, "invalid-parameter"),
                arguments("/v1/alerts?limit=1000000000", 400, "invalid-parameter"),
                arguments("/v1/alerts?limit=abc", 400, "invalid-parameter"),
                arguments("/v1/alerts?limit=1&limit=2", 400, "invalid-parameter"),
                arguments("/v1/alerts?cursor=forged", 400, "invalid-cursor"),
                arguments("/v1/alerts?direction=up", 400, "invalid-parameter"),
                arguments("/v1/alerts?cursor=AAAAAAAAAAEAAAAAAA8TuwAAAZrm_dvA", 400, "invalid-cursor"),
                arguments("/v1/alerts?sort=id", 400, "invalid-parameter"),
                arguments("/v1/alerts?state", 400, "invalid-parameter"),
                arguments("/v1/alerts?tlp=TLP:RED&tlp=TLP:GREEN", 400, "invalid-parameter"),
                arguments("/v1/alerts?text=" + "x".repeat(201), 400, "invalid-parameter"),
                arguments("/v1/alerts?text=%00a", 400, "invalid-parameter"),
                arguments("/v1/alerts?observable=%00a", 400, "invalid-parameter"),
                arguments("/v1/alerts?since=yesterday", 400, "invalid-parameter"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gets")
    void badReadIsRefused(String path, int status, String slug) {
        Reply reply = kz.as("cert").get(path);

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(slug);
    }

    static Stream<String> cursors() {
        return Stream.of("garbage", "-1", "9".repeat(10_000), "999999999", "1.5", "");
    }

    @ParameterizedTest
    @MethodSource("cursors")
    void badStreamCursorIsRefused(String cursor) {
        Reply reply = kz.as("operator").get("/v1/stream", "Last-Event-ID", cursor);

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("invalid-cursor");
    }

    static Stream<String> tokens() {
        return Stream.of(
                "",
                "x",
                "tsn_kz_" + "A".repeat(43),
                "tsn_uz_" + "A".repeat(43),
                "eyJhbGciOiJub25lIn0.e30.",
                "../../etc/passwd",
                "T".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void unknownTokenIsUnauthenticated(String token) {
        Reply reply = kz.withToken(token).get("/v1/alerts");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("unauthenticated");
        assertThat(reply.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void tokenInTheQueryCountsForNothing() {
        Reply reply = kz.withToken("").get("/v1/stream?access_token=" + kz.token("operator"));

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void rolesAreKept() {
        String alert = "/v1/alerts/"
                + kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT).text("id");
        assertThat(kz.as("operator").post(alert + "/cancellation", "").problem())
                .isEqualTo("forbidden");
        assertThat(kz.as("admin").get("/v1/alerts").problem()).isEqualTo("forbidden");
        assertThat(kz.as("admin").post("/v1/alerts", GatewayIT.DRAFT).problem()).isEqualTo("forbidden");
    }

    @Test
    void otherMethodsAreNotAllowed() {
        Http cert = kz.as("cert");

        assertThat(cert.method("DELETE", "/v1/alerts").problem()).isEqualTo("method-not-allowed");
        assertThat(cert.method("POST", "/v1/stream").status()).isIn(405, 415);
        assertThat(cert.method("TRACE", "/v1/alerts").status()).isIn(405, 501);
    }

    @Test
    void goodDraftStillPassesAfterAllThat() {
        assertThat(kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT).status()).isEqualTo(202);
    }
}
