/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;

/** Drafts that wait for a second person at one real gateway: who releases them, and who cannot. */
class FourEyesIT {

    private static final Contract CONTRACT = new Contract();
    private static final String FLASH = GatewayIT.DRAFT.replace("IMMEDIATE", "FLASH");
    private static Gateway kz;
    private static ConfigurableApplicationContext replica;

    // Two gateways of one process stop together, so the replica lives as long as the class.
    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
        replica = kz.startReplica();
    }

    @AfterAll
    static void stopGateway() {
        replica.close();
        kz.close();
    }

    private static Reply drafted(String token, String draft) {
        Reply held = kz.as(token).post("/v1/alerts", draft);
        assertThat(held.status()).as(held.body()).isEqualTo(202);
        assertThat(held.text("state")).isEqualTo("pending-release");
        assertAsDescribed("postAlert", held);
        return held;
    }

    private static Reply release(String token, Reply held) {
        return release(kz.as(token), held);
    }

    private static Reply release(Http client, Reply held) {
        Reply reply = client.post(pending(held) + "/release", "{\"digest\":\"" + held.text("digest") + "\"}");
        assertAsDescribed("releasePending", reply);
        return reply;
    }

    private static String pending(Reply held) {
        return "/v1/pending/" + held.text("id");
    }

    private static void assertAsDescribed(String operation, Reply reply) {
        assertThat(CONTRACT.violations(operation, reply))
                .as(operation + ' ' + reply.status() + ' ' + reply.body())
                .isEmpty();
    }

    @Test
    void heldDraftIsNowhereUntilAnOfficerReleasesExactlyIt() {
        Reply held = drafted("cert", FLASH);

        assertThat(held.headers().firstValue("Location")).contains(pending(held));
        assertThat(kz.as("cert").get("/v1/alerts/" + held.text("id")).status()).isEqualTo(404);
        Reply shown = kz.as("officer").get(pending(held));
        assertAsDescribed("getPending", shown);
        assertThat(shown.json().at("/draft/body/info/0/headline").asString()).startsWith("Edge gateways");
        assertAsDescribed("listPending", kz.as("operator").get("/v1/pending"));
        Reply released = release("officer", held);

        assertThat(released.status()).as(released.body()).isEqualTo(202);
        assertThat(released.text("state")).isEqualTo("released");
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(released.text("digest"))));
        Alert sent = GatewayIT.alertOf(kz, released);
        assertThat(sent.header().releasedBy()).startsWith("officer/").hasSize("officer/".length() + 12);
        assertThat(kz.as("officer").get(pending(held)).status()).isEqualTo(404);
    }

    @Test
    void digestOfTheReleaseIsThatOfTheSignedPayloadWithoutItsTwoFields() {
        Reply held = drafted("cert", FLASH);
        Reply released = release("officer", held);
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(released.text("digest"))));

        String signed = kz.messages(Lane.URGENT).stream()
                .filter(message -> message.digest().hex().equals(released.text("digest")))
                .map(message -> new String(message.payload(), java.nio.charset.StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();

        String cut = signed.replaceFirst("\"issued\":\"[^\"]*\",", "").replaceFirst("\"releasedBy\":\"[^\"]*\",", "");
        assertThat(Digest.sha256(cut).hex()).isEqualTo(held.text("digest"));
    }

    @Test
    void authorIsNeverTheSecondPersonAndNobodyReleasesTwice() {
        Reply held = drafted("officer", FLASH);

        assertThat(release("officer", held).problem()).isEqualTo("second-person-required");
        assertThat(release("cert", held).problem()).isEqualTo("forbidden");
        assertThat(release("operator", held).problem()).isEqualTo("forbidden");
        assertThat(release("officer2", held).status()).isEqualTo(202);
        assertThat(release("officer2", held).problem()).isEqualTo("invalid-transition");
        assertThat(release("officer", held).problem()).isEqualTo("invalid-transition");
    }

    @Test
    void ofManyReleasesAtOnceOnTwoReplicasOneIsDone() throws Exception {
        URI other = URI.create("http://127.0.0.1:" + replica.getEnvironment().getProperty("local.server.port"));
        Http[] officers = {kz.as("officer"), new Http(other, kz.token("officer2")), new Http(other, kz.token("officer"))
        };
        for (int round = 0; round < 10; round++) {
            Reply held = drafted("cert", FLASH);

            List<Reply> replies = together(IntStream.range(0, 9)
                    .mapToObj(number -> (Callable<Reply>) () -> release(officers[number % 3], held))
                    .toList());

            assertThat(replies.stream().filter(reply -> reply.status() == 202)).hasSize(1);
            assertThat(replies.stream().filter(reply -> reply.status() != 202))
                    .allSatisfy(reply -> assertThat(reply.problem()).isIn("release-stale", "invalid-transition"));
        }
    }

    @Test
    void releaseThatLostHarmsNoPostThatSharesItsCommit() throws Exception {
        Reply held = drafted("cert", FLASH);
        List<Callable<Reply>> calls = IntStream.range(0, 24)
                .mapToObj(number -> (Callable<Reply>) () -> number % 2 == 0
                        ? release("officer", held)
                        : kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT))
                .toList();

        List<Reply> replies = together(calls);

        for (int number = 1; number < replies.size(); number += 2) {
            assertThat(replies.get(number).status())
                    .as(replies.get(number).body())
                    .isEqualTo(202);
        }
    }

    @Test
    void draftThatWasReplacedIsNotReleasedByItsOldDigest() {
        Reply alert = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        String revisions = "/v1/alerts/" + alert.text("id") + "/revisions";
        Reply first = kz.as("operator").post(revisions, GatewayIT.DRAFT, "If-Match", "\"1\"");
        Reply second = kz.as("operator")
                .post(revisions, GatewayIT.DRAFT.replace("Since 02:10", "Since 02:20"), "If-Match", "\"1\"");

        assertThat(second.text("state")).isEqualTo("pending-release");
        assertAsDescribed("reviseAlert", second);
        assertThat(release("officer", first).problem()).isEqualTo("release-stale");
        assertThat(release("officer", second).json().path("revision").asInt()).isEqualTo(2);
    }

    @Test
    void anothersDraftOfTheSameRevisionIsInTheWayOfAllButOfficers() {
        Reply alert = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        String revisions = "/v1/alerts/" + alert.text("id") + "/revisions";
        String wide = GatewayIT.DRAFT.replace("[\"kg\"]", "[\"kg\",\"tj\"]");
        kz.as("operator").post(revisions, GatewayIT.DRAFT, "If-Match", "\"1\"");

        Reply machines = kz.as("cert").post(revisions, wide, "If-Match", "\"1\"");
        Reply officers = kz.as("officer").post(revisions, wide, "If-Match", "\"1\"");

        assertThat(machines.problem()).isEqualTo("invalid-transition");
        assertThat(officers.text("state")).isEqualTo("pending-release");
    }

    @Test
    void recallOvertakesAWaitingRevisionAndNeedsNobodyElse() {
        Reply alert = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        String path = "/v1/alerts/" + alert.text("id");
        Reply held = kz.as("operator").post(path + "/revisions", GatewayIT.DRAFT, "If-Match", "\"1\"");

        Reply recall = kz.as("cert").post(path + "/cancellation", "", "If-Match", "\"1\"");

        assertThat(recall.text("state")).isEqualTo("released");
        assertThat(release("officer", held).problem()).isEqualTo("release-stale");
        assertThat(kz.as("cert").get(path).text("state")).isEqualTo("cancelled");
    }

    @Test
    void withdrawnDraftIsNeverReleased() {
        Reply held = drafted("operator", GatewayIT.DRAFT.replace("IMMEDIATE", "ROUTINE"));

        assertThat(kz.as("cert").method("DELETE", pending(held)).problem()).isEqualTo("forbidden");
        Reply withdrawn = kz.as("operator").method("DELETE", pending(held));

        assertThat(withdrawn.status()).as(withdrawn.body()).isEqualTo(204);
        assertAsDescribed("withdrawPending", withdrawn);
        assertThat(release("officer", held).problem()).isEqualTo("invalid-transition");
        assertThat(kz.as("officer").get(pending(held)).problem()).isEqualTo("not-found");
        assertThat(kz.as("officer").method("DELETE", pending(held)).problem()).isEqualTo("invalid-transition");
        assertThat(kz.count(
                        "select count(*) from pending where payload is not null and alert = '" + held.text("id") + "'"))
                .isZero();
    }

    @Test
    void draftIsReadAndReleasedOnlyByWhoMayReadItsLabel() {
        Reply held = drafted("cert", FLASH.replace("TLP:AMBER", "TLP:RED"));

        for (String token : List.of("cert", "operator")) {
            assertThat(kz.as(token).get(pending(held)).problem()).isEqualTo("not-found");
            assertThat(kz.as(token).get("/v1/pending").body()).doesNotContain(held.text("id"));
        }
        assertThat(kz.as("officer").get("/v1/pending").body()).contains(held.text("id"));
        assertThat(release("officer", held).status()).isEqualTo(202);
    }

    @Test
    void tokenAloneBreaksNoGlass() {
        Reply held = drafted("officer", FLASH);
        String order = "{\"digest\":\"" + held.text("digest") + "\",\"reason\":\"Nobody else is on duty\"}";

        Reply early = kz.as("officer").post(pending(held) + "/break-glass", order);
        Reply other = kz.as("officer2").post(pending(held) + "/break-glass", order);
        Reply unreasoned =
                kz.as("officer").post(pending(held) + "/break-glass", "{\"digest\":\"00\",\"reason\":\"No\"}");

        assertThat(early.problem()).isEqualTo("invalid-transition");
        assertThat(other.problem()).isEqualTo("forbidden");
        assertThat(unreasoned.problem()).isEqualTo("invalid-release");
        for (Reply reply : List.of(early, other, unreasoned)) {
            assertAsDescribed("breakGlass", reply);
        }
    }

    @Test
    void repeatedKeyHoldsOneDraftAndReleasesItOnce() {
        Reply first = kz.as("cert").post("/v1/alerts", FLASH, "Idempotency-Key", "held-once");
        Reply again = kz.as("cert").post("/v1/alerts", FLASH, "Idempotency-Key", "held-once");
        String order = "{\"digest\":\"" + first.text("digest") + "\"}";

        Reply released = kz.as("officer").post(pending(first) + "/release", order, "Idempotency-Key", "released-once");
        Reply repeated = kz.as("officer").post(pending(first) + "/release", order, "Idempotency-Key", "released-once");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location")).contains(pending(first));
        assertThat(released.status()).isEqualTo(202);
        assertThat(repeated.body()).isEqualTo(released.body());
    }

    @Test
    void streamTellsOfAWaitingDraftWithoutAWordOfIt() {
        try (LiveEvents stream = kz.as("operator").stream("0")) {
            Reply held = drafted("cert", FLASH);

            await().untilAsserted(() -> assertThat(stream.events("pending"))
                    .anySatisfy(event ->
                            assertThat(event.data().path("alert").asString()).isEqualTo(held.text("id"))));

            assertThat(stream.events("pending"))
                    .allSatisfy(event -> assertThat(CONTRACT.strictViolations("PendingItem", event.data()))
                            .isEmpty())
                    .allSatisfy(event -> assertThat(event.data().toString()).doesNotContain("Edge gateways", "uz"));
            kz.as("officer").method("DELETE", pending(held));
            await().untilAsserted(() -> assertThat(stream.events("pending"))
                    .extracting(event -> event.data().path("state").asString())
                    .contains("withdrawn"));
        }
    }

    private static List<Reply> together(List<Callable<Reply>> calls) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(calls.size());
        try {
            List<Reply> replies = new java.util.ArrayList<>();
            for (Future<Reply> reply : clients.invokeAll(calls)) {
                replies.add(reply.get());
            }
            return replies;
        } finally {
            clients.shutdown();
        }
    }
}
