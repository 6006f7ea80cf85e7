/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.RawHttp;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** Many drafts in one request, at one real gateway. */
@ExtendWith(OutputCaptureExtension.class)
class UploadIT {

    private static final String LINES = "application/x-ndjson";
    private static final String DRAFT = GatewayIT.DRAFT.replace("\n", "");

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static String keyed(String key) {
        return keyed(key, DRAFT);
    }

    private static String keyed(String key, String draft) {
        return draft.replaceFirst("\\{", "{\"key\":\"" + key + "\",");
    }

    private static Reply upload(String body) {
        return kz.as("cert").post("/v1/alerts", body.getBytes(StandardCharsets.UTF_8), "Content-Type", LINES);
    }

    private static List<JsonNode> outcomes(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return outcomes(reply.body());
    }

    private static List<JsonNode> outcomes(String body) {
        return body.lines().map(WireJson.MAPPER::readTree).toList();
    }

    private static List<String> texts(List<JsonNode> outcomes, String field) {
        return outcomes.stream()
                .map(outcome -> outcome.path(field).asString(""))
                .toList();
    }

    private static List<Long> statuses(List<JsonNode> outcomes) {
        return outcomes.stream().map(outcome -> outcome.path("status").asLong()).toList();
    }

    private static long alerts() {
        return kz.count("select count(*) from event where kind = 'alert'");
    }

    @Test
    void manyLinesAreAnsweredInTheirOrderEachWithItsAlert() {
        long before = alerts();
        String body = IntStream.rangeClosed(1, 2_000)
                .mapToObj(n -> keyed("many-" + n))
                .collect(Collectors.joining("\n"));

        Reply reply = upload(body);

        List<JsonNode> outcomes = outcomes(reply);
        assertThat(reply.headers().firstValue("Content-Type")).contains(LINES);
        assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(outcomes.stream().map(outcome -> outcome.path("line").asLong()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2_000).boxed().toList());
        assertThat(texts(outcomes, "key"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 2_000)
                        .mapToObj(n -> "many-" + n)
                        .toList());
        assertThat(statuses(outcomes)).containsOnly(202L);
        assertThat(texts(outcomes, "id")).doesNotHaveDuplicates();
        assertThat(alerts()).isEqualTo(before + 2_000);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(kz.messages(Lane.URGENT).stream()
                        .map(message -> message.digest().hex())
                        .collect(Collectors.toSet()))
                .containsAll(texts(outcomes, "digest")));
    }

    @Test
    void fileUploadedTwiceIsOneSetOfAlerts() {
        String body = IntStream.range(0, 50).mapToObj(n -> keyed("twice-" + n)).collect(Collectors.joining("\n"));
        List<JsonNode> first = outcomes(upload(body));
        long before = alerts();

        List<JsonNode> second = outcomes(upload(body + "\n"));

        assertThat(second).isEqualTo(first);
        assertThat(alerts()).isEqualTo(before);
    }

    @Test
    void poisonousLineHarmsNobodyAndRepeatedKeyGetsTheFirstOutcome() {
        long before = alerts();
        List<String> lines = IntStream.range(0, 64)
                .mapToObj(n -> keyed("among-" + n))
                .collect(Collectors.toCollection(ArrayList::new));
        lines.set(13, keyed("among-13", DRAFT.replace("IMMEDIATE", "LATER")));
        lines.set(40, lines.get(39));

        List<JsonNode> outcomes = outcomes(upload(String.join("\n", lines)));

        assertThat(alerts()).isEqualTo(before + 62);
        assertThat(outcomes.get(13).path("status").asInt()).isEqualTo(422);
        assertThat(outcomes.get(13).path("problem").path("type").asString()).isEqualTo("/problems/invalid-alert");
        assertThat(outcomes.get(13).path("problem").path("violations").toString())
                .contains("/precedence");
        assertThat(outcomes.get(40).path("line").asInt()).isEqualTo(41);
        assertThat(outcomes.get(40).path("status").asInt()).isEqualTo(202);
        assertThat(outcomes.get(40).path("id")).isEqualTo(outcomes.get(39).path("id"));
        assertThat(statuses(outcomes).stream().filter(status -> status == 202)).hasSize(63);
    }

    @Test
    void poisonousRequestAndUsedKeyAmongManyConcurrentOnesAreAnsweredForThemselves() throws Exception {
        Http cert = kz.as("cert");
        Reply used = cert.post("/v1/alerts", DRAFT, "Idempotency-Key", "used-before");
        long before = alerts();
        List<Callable<Reply>> posts = IntStream.range(0, 64)
                .mapToObj(n -> (Callable<Reply>) () -> switch (n) {
                    case 13 -> cert.post("/v1/alerts", DRAFT.replace("IMMEDIATE", "LATER"));
                    case 40 -> cert.post("/v1/alerts", DRAFT, "Idempotency-Key", "used-before");
                    default -> cert.post("/v1/alerts", DRAFT, "Idempotency-Key", "concurrent-" + n);
                })
                .toList();

        List<Reply> replies = together(posts);

        assertThat(alerts()).isEqualTo(before + 62);
        assertThat(replies.get(13).status()).isEqualTo(422);
        assertThat(replies.get(40).body()).isEqualTo(used.body());
        assertThat(replies.stream().filter(reply -> reply.status() == 202)).hasSize(63);
    }

    @Test
    void uploadsOfTheSameFileAtOnceAreOneSetOfAlerts() throws Exception {
        long before = alerts();
        String body = IntStream.range(0, 30).mapToObj(n -> keyed("both-" + n)).collect(Collectors.joining("\n"));

        List<Reply> replies = together(List.of(() -> upload(body), () -> upload(body), () -> upload(body)));

        assertThat(alerts()).isEqualTo(before + 30);
        assertThat(replies)
                .allSatisfy(reply -> assertThat(statuses(outcomes(reply))).containsAnyOf(202L, 409L));
        assertThat(replies.stream()
                        .flatMap(reply -> outcomes(reply).stream())
                        .map(outcome -> outcome.path("id").asString(""))
                        .filter(id -> !id.isEmpty())
                        .distinct())
                .hasSize(30);
    }

    @Test
    void lineOverTheLimitIsRefusedAloneWhateverItsLength() {
        String body = keyed("long-1") + "\n" + " ".repeat(2_000_000) + DRAFT + "\n" + keyed("long-3") + "\n";

        List<JsonNode> outcomes = outcomes(upload(body));

        assertThat(statuses(outcomes)).containsExactly(202L, 413L, 202L);
        assertThat(outcomes.get(1).path("problem").path("type").asString()).isEqualTo("/problems/payload-too-large");
    }

    @Test
    void endlessLineIsSkippedWithoutBeingKept() {
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (RawHttp socket = kz.raw()) {
            socket.send(head());

            assertThat(socket.isStoppedWhileSending(chunk, 3_000)).isFalse();
            socket.send(chunk("\n" + DRAFT + "\n")).send("0\r\n\r\n");

            assertThat(socket.readUntil("\r\n0\r\n\r\n"))
                    .contains("\"line\":1,\"status\":413")
                    .contains("\"line\":2,\"status\":202");
        }
    }

    @Test
    void keyIsPerToken() {
        String body = keyed("per-token");

        String first = texts(outcomes(upload(body)), "id").get(0);
        Reply other = kz.as("officer").post("/v1/alerts", body.getBytes(StandardCharsets.UTF_8), "Content-Type", LINES);

        assertThat(outcomes(other).get(0).path("status").asInt()).isEqualTo(202);
        assertThat(texts(outcomes(other), "id")).doesNotContain(first);
    }

    @Test
    void keyStandsForOneDraftInOneForm() {
        outcomes(upload(keyed("one-form")));

        List<JsonNode> changed = outcomes(upload(keyed("one-form", DRAFT.replace("IMMEDIATE", "PRIORITY"))));
        Reply single = kz.as("cert").post("/v1/alerts", DRAFT, "Idempotency-Key", "one-form");

        assertThat(changed.get(0).path("problem").path("type").asString())
                .isEqualTo("/problems/idempotency-key-reused");
        assertThat(single.problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void blankLinesHaveNumbersAndNoOutcomes() {
        List<JsonNode> outcomes = outcomes(upload("\n" + DRAFT + "\r\n \n\n{}\n\n"));

        assertThat(outcomes.stream().map(outcome -> outcome.path("line").asLong()))
                .containsExactly(2L, 5L);
        assertThat(statuses(outcomes)).containsExactly(202L, 422L);
        assertThat(outcomes(upload(""))).isEmpty();
        assertThat(outcomes(upload("\n\n"))).isEmpty();
    }

    @Test
    void lineIsReadAsStrictlyAsABody() {
        String[] lines = {
            "{",
            "null",
            "[]",
            "{}x",
            "{}{}",
            DRAFT.replace("{\"status\"", "{\"tlp\":\"TLP:RED\",\"status\""),
            DRAFT.replace("{\"status\"", "{\"origin\":\"uz\",\"status\""),
            DRAFT.replace("\"tlp\":\"TLP:AMBER\",", ""),
            "{\"a\":".repeat(40) + "1" + "}".repeat(40),
            keyed("reference").replaceFirst("\\{", "{\"key\":\"twice\","),
        };
        long before = kz.count("select last from event_counter");

        List<JsonNode> outcomes = outcomes(upload(String.join("\n", lines)));

        assertThat(outcomes.stream()
                        .map(outcome ->
                                outcome.path("problem").path("type").asString().replace("/problems/", "")))
                .containsExactly(
                        "malformed-json",
                        "malformed-json",
                        "malformed-json",
                        "malformed-json",
                        "malformed-json",
                        "malformed-json",
                        "invalid-alert",
                        "tlp-required",
                        "limit-exceeded",
                        "malformed-json");
        assertThat(kz.count("select last from event_counter")).isEqualTo(before);
    }

    @Test
    void outcomeComesWhileTheUploadStillRuns() {
        try (RawHttp socket = kz.raw()) {
            socket.send(head()).send(chunk(DRAFT + "\n"));
            String first = socket.readUntil("\"line\":1");
            assertThat(first).startsWith("HTTP/1.1 200").contains("\"status\":202");

            socket.send(chunk("{}\n"));
            assertThat(socket.readUntil("\"line\":2")).contains("\"status\":422");

            socket.send(chunk(DRAFT)).send("0\r\n\r\n");
            assertThat(socket.readUntil("\r\n0\r\n\r\n")).contains("\"line\":3,\"status\":202");
        }
    }

    @Test
    void uploadCutOffLeavesWhatWasAcceptedAndNothingElse() {
        long before = alerts();
        long messages = kz.count("select count(*) from message");
        long owed = kz.count("select count(*) from owed");

        try (RawHttp socket = kz.raw()) {
            socket.send(head()).send(chunk(keyed("cut-1") + "\n" + keyed("cut-2") + "\n" + keyed("cut-3")));
            socket.readUntil("\"line\":2");
        }

        // The third line was whole but for its end, so only a repetition makes it an alert.
        String again = keyed("cut-1") + "\n" + keyed("cut-2") + "\n";
        assertThat(statuses(outcomes(upload(again)))).containsExactly(202L, 202L);
        await().during(Duration.ofMillis(500)).until(() -> alerts() == before + 2);
        assertThat(kz.count("select count(*) from message")).isEqualTo(messages + 2);
        assertThat(kz.count("select count(*) from owed")).isLessThanOrEqualTo(owed + 4);
    }

    @Test
    void uploadCutOffBeforeItsFirstLineIsNoBreakage(CapturedOutput log) {
        long before = kz.count("select last from event_counter");

        try (RawHttp socket = kz.raw()) {
            socket.send(head()).send(chunk(DRAFT));
        }
        try (RawHttp socket = kz.raw()) {
            socket.send(head()).send(chunk("{}\n")).readUntil("\"line\":1");
            socket.send(chunk(DRAFT));
        }

        assertThat(statuses(outcomes(upload("{}")))).containsExactly(422L);
        await().during(Duration.ofMillis(300)).until(() -> kz.count("select last from event_counter") == before);
        assertThat(log.getAll()).doesNotContain("Request failed").doesNotContain("Server Error");
    }

    @Test
    void clientThatAsksFirstIsToldToGoOn() {
        try (RawHttp socket = kz.raw()) {
            socket.send(head().replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
            assertThat(socket.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");

            socket.send(chunk(DRAFT + "\n")).send("0\r\n\r\n");
            assertThat(socket.readUntil("\r\n0\r\n\r\n")).contains("\"line\":1,\"status\":202");
        }
    }

    @Test
    void exampleIsAcceptedAsItStands() throws IOException {
        String example = Files.readString(Path.of("../../docs/examples/alerts.ndjson"));

        assertThat(statuses(outcomes(upload(example)))).containsExactly(202L, 202L, 202L);
    }

    // A token is believed for ten seconds without asking again.
    @Test
    void revokedTokenSendsNothingFurtherInAnUploadThatRuns() {
        try (RawHttp socket = kz.raw()) {
            socket.send(head("officer2")).send(chunk(DRAFT + "\n")).readUntil("\"line\":1,\"status\":202");

            kz.change("update token set revoked = true where name = 'officer2' returning 1");

            AtomicInteger line = new AtomicInteger(1);
            await().atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        socket.send(chunk("{}\n"));
                        return socket.readUntil("\"line\":" + line.incrementAndGet())
                                .contains("\"status\":401");
                    });
        }
    }

    static Stream<Arguments> whole() {
        return Stream.of(
                Arguments.of("no token", "", 401, "unauthenticated", new String[] {"Content-Type", LINES}),
                Arguments.of("operator", "operator", 403, "forbidden", new String[] {"Content-Type", LINES}),
                Arguments.of("UTF-16", "cert", 415, "unsupported-media-type", new String[] {
                    "Content-Type", LINES + ";charset=utf-16"
                }),
                Arguments.of("gzip", "cert", 415, "unsupported-encoding", new String[] {
                    "Content-Type", LINES, "Content-Encoding", "gzip"
                }),
                Arguments.of("wants JSON only", "cert", 406, "not-acceptable", new String[] {
                    "Content-Type", LINES, "Accept", "application/json"
                }),
                Arguments.of("key of the whole", "cert", 400, "invalid-parameter", new String[] {
                    "Content-Type", LINES, "Idempotency-Key", "whole"
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whole")
    void uploadThatMayNotBeIsRefusedAsAWhole(String name, String token, int status, String slug, String[] headers) {
        Http client = token.isEmpty() ? kz.withToken("") : kz.as(token);

        Reply reply = client.post("/v1/alerts", (DRAFT + "\n").getBytes(StandardCharsets.UTF_8), headers);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(slug);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void linesAreTakenForNewAlertsOnly() {
        Reply alert = kz.as("cert").post("/v1/alerts", DRAFT);
        String revisions = "/v1/alerts/" + alert.text("id") + "/revisions";

        assertThat(kz.as("cert")
                        .post(revisions, DRAFT.getBytes(StandardCharsets.UTF_8), "Content-Type", LINES)
                        .status())
                .isEqualTo(415);
        assertThat(kz.as("cert").get("/v1/alerts", "Accept", LINES).status()).isEqualTo(406);
    }

    @Test
    void ninthUploadOfATokenIsToldToWait() {
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                RawHttp socket = kz.raw();
                open.add(socket);
                socket.send(head()).send(chunk("{}\n")).readUntil("\"line\":1");
            }

            Reply ninth = upload(DRAFT);
            assertThat(ninth.status()).isEqualTo(429);
            assertThat(ninth.headers().firstValue("Retry-After")).isPresent();
        } finally {
            open.forEach(RawHttp::close);
        }
        await().until(() -> upload("{}").status() == 200);
    }

    @Test
    void stoppingGatewayRefusesTheLinesThatStillComeOneByOne() {
        try (RawHttp socket = kz.raw()) {
            socket.send(head()).send(chunk(DRAFT + "\n")).readUntil("\"line\":1");

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(kz::stop);
            String told = "";
            for (int line = 2; !told.contains("\"status\":503"); line++) {
                socket.send(chunk("{}\n"));
                told = socket.readUntil("\"line\":" + line);
            }
            assertThat(told).contains("/problems/unavailable");

            assertThat(socket.readUntil("\r\n0\r\n\r\n")).endsWith("0\r\n\r\n");
            assertThat(stopped).succeedsWithin(Duration.ofSeconds(25));
        } finally {
            kz.restart();
        }
    }

    private static String head() {
        return head("cert");
    }

    private static String head(String token) {
        return "POST /v1/alerts HTTP/1.1\r\nHost: kz\r\nAuthorization: Bearer " + kz.token(token) + "\r\nContent-Type: "
                + LINES + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static List<Reply> together(List<Callable<Reply>> calls) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(calls.size());
        try {
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> reply : clients.invokeAll(calls)) {
                replies.add(reply.get());
            }
            return replies;
        } finally {
            clients.shutdown();
        }
    }
}
