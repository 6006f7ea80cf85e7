/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;

/** Posting, revising, recalling and repeating at one real gateway. */
class SubmissionIT {

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static Reply post(String body, String... headers) {
        return kz.as("cert").post("/v1/alerts", body, headers);
    }

    private static Reply revise(Reply alert, String body, String... headers) {
        return kz.as("cert").post("/v1/alerts/" + alert.text("id") + "/revisions", body, headers);
    }

    private static Reply cancel(Reply alert, String... headers) {
        return kz.as("cert").post("/v1/alerts/" + alert.text("id") + "/cancellation", "{}", headers);
    }

    @Test
    void everyoneAddsTheOthersAsInfo() {
        String draft = GatewayIT.DRAFT.replace("\"info\":[\"kg\"]", "\"everyone\":true");

        Reply reply = post(draft);

        assertThat(reply.json().path("recipients").toString())
                .contains("{\"member\":\"uz\",\"kind\":\"action\",\"acknowledgeWithin\":\"PT30M\"}")
                .contains("{\"member\":\"tj\",\"kind\":\"info\",\"acknowledgeWithin\":\"PT1H\"}")
                .contains("centre")
                .doesNotContain("\"kz\"");
    }

    @Test
    void everyoneAloneIsAction() {
        String draft = GatewayIT.DRAFT.replace("{\"action\":[\"uz\"],\"info\":[\"kg\"]}", "{\"everyone\":true}");

        assertThat(post(draft).json().path("recipients").toString()).doesNotContain("info");
    }

    @Test
    void repeatedKeyAnswersTheStoredReply() {
        Reply first = post(GatewayIT.DRAFT, "Idempotency-Key", "\"once\"");

        Reply again = post(GatewayIT.DRAFT, "Idempotency-Key", "once");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
    }

    @Test
    void keyReusedForAnotherBodyIsRefused() {
        post(GatewayIT.DRAFT, "Idempotency-Key", "reused");

        Reply other = post(GatewayIT.DRAFT.replace("IMMEDIATE", "PRIORITY"), "Idempotency-Key", "reused");

        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void keyOfAnotherTokenIsIndependent() {
        Reply first = post(GatewayIT.DRAFT, "Idempotency-Key", "shared");

        Reply other = kz.as("officer").post("/v1/alerts", GatewayIT.DRAFT, "Idempotency-Key", "shared");

        assertThat(other.text("id")).isNotEqualTo(first.text("id"));
    }

    @Test
    void keyIsRememberedAfterARestart() {
        Reply first = post(GatewayIT.DRAFT, "Idempotency-Key", "restart");

        kz.restart();

        assertThat(post(GatewayIT.DRAFT, "Idempotency-Key", "restart").body()).isEqualTo(first.body());
    }

    @Test
    void concurrentIdenticalPostsWithOneKeyAreOneAlert() throws Exception {
        long before = kz.count("select count(*) from event where kind = 'alert'");
        Http cert = kz.as("cert");

        List<Reply> replies = together(64, () -> cert.post("/v1/alerts", GatewayIT.DRAFT, "Idempotency-Key", "race"));

        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(202, 409));
        assertThat(replies.stream()
                        .filter(reply -> reply.status() == 202)
                        .map(Reply::body)
                        .distinct())
                .hasSize(1);
        assertThat(kz.count("select count(*) from event where kind = 'alert'")).isEqualTo(before + 1);
    }

    @Test
    void eachOfManyConcurrentPostsIsAnsweredForItself() throws Exception {
        Http cert = kz.as("cert");
        List<Callable<Reply>> posts = IntStream.range(0, 64)
                .mapToObj(i -> (Callable<Reply>) () -> cert.post(
                        "/v1/alerts", i == 13 ? GatewayIT.DRAFT.replace("IMMEDIATE", "LATER") : GatewayIT.DRAFT))
                .toList();

        List<Reply> replies = together(posts);

        assertThat(replies.get(13).status()).isEqualTo(422);
        assertThat(replies.stream()
                        .filter(reply -> reply.status() == 202)
                        .map(reply -> reply.text("id"))
                        .distinct())
                .hasSize(63);
    }

    @Test
    void revisionNeedsTheCurrentOne() {
        Reply alert = post(GatewayIT.DRAFT);

        assertThat(revise(alert, GatewayIT.DRAFT).problem()).isEqualTo("precondition-required");
        assertThat(revise(alert, GatewayIT.DRAFT, "If-Match", "\"2\"").problem())
                .isEqualTo("precondition-failed");
        assertThat(revise(alert, GatewayIT.DRAFT, "If-Match", "one").problem()).isEqualTo("invalid-parameter");
        assertThat(revise(alert, GatewayIT.DRAFT, "If-Match", "\"1\"")
                        .json()
                        .path("revision")
                        .asInt())
                .isEqualTo(2);
        assertThat(revise(alert, GatewayIT.DRAFT, "If-Match", "\"1\"").problem())
                .isEqualTo("precondition-failed");
    }

    @Test
    void concurrentRevisionsOfOneAlertAreOneRevision() throws Exception {
        Reply alert = post(GatewayIT.DRAFT);

        List<Reply> replies = together(16, () -> revise(alert, GatewayIT.DRAFT, "If-Match", "\"1\""));

        assertThat(replies.stream().filter(reply -> reply.status() == 202)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() != 202))
                .allSatisfy(reply -> assertThat(reply.problem()).isEqualTo("precondition-failed"));
    }

    @Test
    void revisionKeepsPrecedenceStatusAndRecipients() {
        Reply alert = post(GatewayIT.DRAFT);
        String[] current = {"If-Match", "\"1\""};

        assertThat(revise(alert, GatewayIT.DRAFT.replace("IMMEDIATE", "ROUTINE"), current)
                        .problem())
                .isEqualTo("invalid-alert");
        assertThat(revise(alert, GatewayIT.DRAFT.replace("actual", "test"), current)
                        .problem())
                .isEqualTo("invalid-alert");
        assertThat(revise(alert, GatewayIT.DRAFT.replace(",\"info\":[\"kg\"]", ""), current)
                        .problem())
                .isEqualTo("audience-narrowed");
        assertThat(revise(alert, GatewayIT.DRAFT.replace("[\"kg\"]", "[\"kg\",\"tj\"]"), current)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void recallIsFinal() {
        Reply alert = post(GatewayIT.DRAFT);

        Reply recalled = cancel(alert, "If-Match", "\"1\"");

        assertThat(recalled.status()).as(recalled.body()).isEqualTo(202);
        assertThat(recalled.json().path("revision").asInt()).isEqualTo(2);
        assertThat(revise(alert, GatewayIT.DRAFT, "If-Match", "\"2\"").problem())
                .isEqualTo("invalid-transition");
        assertThat(cancel(alert, "If-Match", "\"2\"").problem()).isEqualTo("invalid-transition");
        assertThat(kz.as("cert").get("/v1/alerts/" + alert.text("id")).text("state"))
                .isEqualTo("cancelled");
    }

    @Test
    void nobodyRevisesAnothersAlert() {
        assertThat(kz.as("cert")
                        .post(
                                "/v1/alerts/uz.0198c2a4-0000-7000-8000-000000000001/revisions",
                                GatewayIT.DRAFT,
                                "If-Match",
                                "\"1\"")
                        .problem())
                .isEqualTo("not-found");
    }

    @Test
    void referenceThatDisclosesIsRefused() {
        Reply secret = post(GatewayIT.DRAFT.replace(",\"info\":[\"kg\"]", ""));
        String reference = "{\"references\":[\"" + secret.text("id") + "\"],";

        Reply wider =
                post(GatewayIT.DRAFT.strip().replaceFirst("\\{", java.util.regex.Matcher.quoteReplacement(reference)));
        Reply same = post(GatewayIT.DRAFT
                .strip()
                .replace(",\"info\":[\"kg\"]", "")
                .replaceFirst("\\{", java.util.regex.Matcher.quoteReplacement(reference)));

        assertThat(wider.problem()).isEqualTo("reference-discloses");
        assertThat(same.status()).as(same.body()).isEqualTo(202);
    }

    @Test
    void listPagesFromTheNewestWithoutRepeat() {
        IntStream.range(0, 5).forEach(i -> post(GatewayIT.DRAFT));

        Reply first = kz.as("operator").get("/v1/alerts?limit=2&direction=sent");
        Reply second = kz.as("operator").get("/v1/alerts?limit=2&direction=sent&cursor=" + first.text("next"));

        assertThat(first.json().path("items").size()).isEqualTo(2);
        assertThat(second.json().path("items").get(0).path("id").asString())
                .isLessThan(first.json().path("items").get(1).path("id").asString());
    }

    @Test
    void signedBytesAreGivenAsTheyWereSent() {
        Reply alert = post(GatewayIT.DRAFT);

        Reply bytes = kz.as("cert").get("/v1/alerts/" + alert.text("id"), "Accept", "application/jose");

        assertThat(bytes.headers().firstValue("Content-Type")).contains("application/jose");
        assertThat(kz.said(Lane.URGENT))
                .anySatisfy(record -> assertThat(new String(record.value())).isEqualTo(bytes.body()));
    }

    private static List<Reply> together(int times, Callable<Reply> call) throws Exception {
        return together(IntStream.range(0, times).mapToObj(i -> call).toList());
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
