/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.coordinator.testing.Exchange;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Receipt;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.message.Window;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;

/** From outboxes into inboxes, on a real broker and database. */
class CopyingIT {

    private static Exchange exchange;

    @BeforeAll
    static void run() {
        exchange = Exchange.running();
    }

    @AfterAll
    static void stop() {
        exchange.stop();
    }

    @Test
    void alertReachesExactlyItsAudienceByteForByte() {
        Alert alert = Examples.alert().from("kz").to("uz").info("kg").build();
        SignedMessage signed = Examples.signed(alert);

        Instant appendedAt = exchange.says(alert, signed);

        await().untilAsserted(
                        () -> assertThat(exchange.holdersOf(signed.bytes())).containsExactly("kg", "uz"));
        awaitDispatched("centre", alert);
        assertThat(exchange.holdersOf(signed.bytes())).containsExactly("kg", "uz");
        assertThat(copyIn("uz", signed)).satisfies(record -> {
            assertThat(new String(record.key(), StandardCharsets.UTF_8))
                    .isEqualTo(alert.header().alert().toString());
            assertThat(record.headers()).hasSize(1);
            assertThat(new String(record.headers().lastHeader("tocsin-appended").value(), StandardCharsets.US_ASCII))
                    .isEqualTo(Long.toString(appendedAt.toEpochMilli()));
        });
    }

    @Test
    void whatACrashLeftUntoldIsToldAtTheNextStart() {
        Alert alert = Examples.alert().from("kz").to("uz").build();
        exchange.says(alert);
        awaitDispatched("kz", alert);
        exchange.stop();
        exchange.changes("insert into telling (lane, targets, notice) select 'urgent', 'kz,centre', '"
                + "{\"v\":1,\"kind\":\"refused\",\"at\":\"2026-11-24T12:00:00.000Z\",\"refused\":{\"alert\":\""
                + alert.header().alert() + "\",\"revision\":1,\"reason\":\"no-inbox\"}}'");

        exchange.start();

        await().untilAsserted(() -> assertThat(
                        exchange.refusalsTo("centre", alert.header().alert()))
                .containsExactly("no-inbox"));
        assertThat(exchange.refusalsTo("kz", alert.header().alert())).containsExactly("no-inbox");
        await().until(() -> "0".equals(exchange.asked("select count(*) from telling")));
    }

    @Test
    void originAndCentreAreToldOfTheCopiesAndDeadlines() {
        Alert alert = Examples.alert().from("kz").to("uz", "nn").build();

        Instant appendedAt = exchange.says(alert);

        for (String told : List.of("kz", "centre")) {
            Notice.Dispatched dispatched = awaitDispatched(told, alert);
            assertThat(dispatched.appendedAt()).isEqualTo(appendedAt);
            assertThat(dispatched.digest()).isEqualTo(Examples.signed(alert).digest());
            assertThat(dispatched.recipients())
                    .extracting(copy -> copy.member().code(), Notice.Copy::acknowledgeBy, Notice.Copy::refusal)
                    .containsExactly(
                            tuple("uz", appendedAt.plus(Duration.ofMinutes(30)), null), tuple("nn", null, "no-inbox"));
        }
        assertThat(exchange.dispatchedTo("uz", alert.header().alert())).isEmpty();
    }

    @Test
    void originTenMinutesWrongIsFlaggedAndItsDeadlineCountsFromTheBroker() {
        Alert alert = Examples.alert()
                .from("kz")
                .to("uz")
                .issued(Instant.now().plus(Duration.ofMinutes(10)))
                .build();

        Instant appendedAt = exchange.says(alert);

        Notice.Dispatched dispatched = awaitDispatched("kz", alert);
        assertThat(dispatched.skew()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
        assertThat(dispatched.recipients().get(0).acknowledgeBy()).isEqualTo(appendedAt.plus(Duration.ofMinutes(30)));
    }

    @Test
    void memberWithoutInboxDelaysNobodyAndIsServedOnceItHasOne() {
        Alert alert = Examples.alert().from("kz").to("mm", "uz").build();
        SignedMessage signed = Examples.signed(alert);
        Instant first = exchange.says(alert, signed);
        await().untilAsserted(
                        () -> assertThat(exchange.holdersOf(signed.bytes())).containsExactly("uz"));
        assertThat(awaitDispatched("kz", alert).recipients().get(0).refusal()).isEqualTo("no-inbox");

        exchange.createTopics("mm");
        await().untilAsserted(() -> {
            exchange.says(alert, signed, "mm");
            assertThat(exchange.holdersOf(signed.bytes())).containsExactly("mm", "uz");
        });

        await().untilAsserted(() -> assertThat(
                        exchange.dispatchedTo("kz", alert.header().alert()))
                .last()
                .satisfies(again -> assertThat(again.recipients())
                        .extracting(copy -> copy.member().code(), Notice.Copy::acknowledgeBy)
                        .containsExactly(tuple("mm", first.plus(Duration.ofMinutes(30))))));
        assertThat(exchange.inboxOf("uz").stream().filter(record -> isValue(record, signed)))
                .hasSize(1);
    }

    @Test
    void inboxThatVanishesDelaysNobodyForLong() {
        exchange.createTopics("nn");
        Alert before = Examples.alert().from("tj").to("nn").build();
        await().untilAsserted(() -> {
            exchange.says(before);
            assertThat(exchange.holdersOf(Examples.signed(before).bytes())).containsExactly("nn");
        });

        Topics.of(new Member("nn")).forEach(RealParts::deleteTopic);
        Alert alert = Examples.alert().from("tj").to("nn", "uz").build();
        exchange.says(alert);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        awaitDispatched("tj", alert).recipients().get(0).refusal())
                .isEqualTo("no-inbox"));
        assertThat(exchange.holdersOf(Examples.signed(alert).bytes())).contains("uz");
    }

    @Test
    void poisonIsQuarantinedAndToldWithoutItsBytesAndTheNextAlertFlows() {
        String outbox = Topics.outbox(new Member("kg"), Lane.URGENT);
        SignedMessage foreign = Examples.alert().from("kz").to("uz").sign();
        SignedMessage genuine = Examples.alert().from("kg").to("uz").sign();
        SignedMessage forged = forged(genuine);
        byte[] noise = new byte[500];
        ThreadLocalRandom.current().nextBytes(noise);
        long before = quarantined("refused");

        exchange.puts(outbox, "kg", noise);
        exchange.puts(outbox, "kg", foreign.bytes());
        exchange.puts(outbox, "kg", forged.bytes());
        exchange.puts(outbox, "kg", null);
        Alert next = Examples.alert().from("kg").to("uz").build();
        exchange.says(next);

        await().untilAsserted(() ->
                assertThat(exchange.holdersOf(Examples.signed(next).bytes())).containsExactly("uz"));
        await().untilAsserted(() -> assertThat(quarantined("refused")).isEqualTo(before + 4));
        assertThat(exchange.holdersOf(foreign.bytes())).isEmpty();
        assertThat(exchange.holdersOf(forged.bytes())).isEmpty();
        for (String told : List.of("kg", "centre")) {
            await().untilAsserted(() ->
                    assertThat(exchange.refusalsTo(told, foreign.digest())).containsExactly("origin-mismatch"));
            await().untilAsserted(() ->
                    assertThat(exchange.refusalsTo(told, forged.digest())).containsExactly("signature-invalid"));
        }
        assertThat(exchange.refusalsTo("kz", foreign.digest())).isEmpty();
    }

    @Test
    void messageOfANewerVersionWaitsIsToldToNobodyAndDelaysNobody() {
        Alert alert = Examples.alert().from("kz").to("uz").build();
        String newer = new String(MessageCodec.encode(alert), StandardCharsets.UTF_8).replace("\"v\":1", "\"v\":2");
        SignedMessage signed = Examples.signer("kz").sign(MessageType.ALERT, newer.getBytes(StandardCharsets.UTF_8));
        long before = quarantined("waiting");

        exchange.says(alert, signed);
        Alert next = Examples.alert().from("kz").to("uz").build();
        exchange.says(next);

        awaitDispatched("kz", next);
        await().untilAsserted(() -> assertThat(quarantined("waiting")).isEqualTo(before + 1));
        assertThat(exchange.refusalsTo("kz", signed.digest())).isEmpty();
    }

    @Test
    void messageSignedWithAKeyTheDirectoryLearnsLaterIsDeliveredThen() {
        exchange.createTopics("zz");
        Alert alert = Examples.alert().from("zz").to("uz").build();
        SignedMessage signed = Examples.signed(alert);
        exchange.says(alert, signed);
        await().untilAsserted(() -> assertThat(
                        exchange.asked("select state from quarantine where digest = '" + signed.digest() + "'"))
                .isEqualTo("waiting"));

        exchange.publishes(Examples.entry("zz"));

        await().untilAsserted(
                        () -> assertThat(exchange.holdersOf(signed.bytes())).containsExactly("uz"));
        await().untilAsserted(() -> assertThat(
                        exchange.asked("select state from quarantine where digest = '" + signed.digest() + "'"))
                .isNull());
    }

    @Test
    void otherBytesUnderAKnownIdentityAreAConflict() {
        Alert alert = Examples.alert().from("kz").to("uz").build();
        exchange.says(alert);
        awaitDispatched("kz", alert);
        Alert other = Examples.alert()
                .id(alert.header().id())
                .to("uz")
                .headline("Other")
                .build();
        SignedMessage conflicting = Examples.signed(other);

        exchange.says(other, conflicting);

        await().untilAsserted(() ->
                assertThat(exchange.refusalsTo("kz", conflicting.digest())).containsExactly("alert-id-conflict"));
        assertThat(exchange.holdersOf(conflicting.bytes())).isEmpty();
    }

    @Test
    void whatIsTooOldIsRefused() {
        Alert alert = Examples.alert()
                .from("kz")
                .to("uz")
                .expires(Instant.now().minusSeconds(60))
                .build();

        exchange.says(alert);

        await().untilAsserted(() -> assertThat(
                        exchange.refusalsTo("centre", alert.header().alert()))
                .containsExactly("expired"));
        assertThat(exchange.holdersOf(Examples.signed(alert).bytes())).isEmpty();
    }

    @Test
    void answersAndReceiptsGoToWhomTheyAreForAndTheCentreSeesStepsOnly() {
        Alert alert = Examples.alert().from("kz").to("uz").build();
        exchange.says(alert);
        Receipt receipt = Examples.receipt("uz", "kz")
                .displayed(Examples.ISSUED.plusSeconds(9))
                .covering(alert)
                .build();
        Answer answer = Examples.answer("uz", alert).build();

        exchange.says(receipt);
        Instant answeredAt = exchange.says(answer);

        await().untilAsserted(() ->
                assertThat(exchange.holdersOf(Examples.signed(answer).bytes())).containsExactly("kz"));
        await().untilAsserted(() ->
                assertThat(exchange.holdersOf(Examples.signed(receipt).bytes())).containsExactly("kz"));
        await().untilAsserted(() -> assertThat(stepsOf(alert))
                .extracting(Notice.Step::stage)
                .containsExactlyInAnyOrder(Stage.RECEIVED, Stage.DISPLAYED, Stage.ANSWERED));
        assertThat(stepsOf(alert))
                .contains(new Notice.Step(alert.header().alert(), 1, new Member("uz"), Stage.ANSWERED, answeredAt));
    }

    @Test
    void whatTwoMembersCompareReachesTheOtherOneOnly() {
        Instant now = Instant.now();
        Reconciliation summary = Reconciliation.summary(
                new Member("kz"), new Member("uz"), now, List.of(Window.of(now.minusSeconds(60), now, List.of())));

        exchange.says(summary);

        await().untilAsserted(() ->
                assertThat(exchange.holdersOf(Examples.signed(summary).bytes())).containsExactly("uz"));
    }

    @Test
    void healthTellsOfListenersBrokerAndQuarantine() throws Exception {
        Alert alert = Examples.alert().from("kz").to("uz").build();
        exchange.says(alert);
        awaitDispatched("kz", alert);

        java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();
        for (String group : List.of("", "/liveness", "/readiness", "/exchange")) {
            var answer = client.send(
                    java.net.http.HttpRequest.newBuilder(java.net.URI.create(
                                    "http://127.0.0.1:" + exchange.port() + "/actuator/health" + group))
                            .build(),
                    java.net.http.HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(group).isEqualTo(200);
            assertThat(answer.body()).as(group).contains("\"status\":\"UP\"");
        }
        var metrics = client.send(
                java.net.http.HttpRequest.newBuilder(
                                java.net.URI.create("http://127.0.0.1:" + exchange.port() + "/actuator/prometheus"))
                        .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(metrics.body()).contains("tocsin_copies_total").doesNotContain("kz.0");
    }

    private static List<Notice.Step> stepsOf(Alert alert) {
        return exchange.noticesTo("centre").stream()
                .flatMap(notice -> notice.steps().stream())
                .filter(step -> step.alert().equals(alert.header().alert()))
                .toList();
    }

    private static Notice.Dispatched awaitDispatched(String member, Alert alert) {
        AlertId id = alert.header().alert();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !exchange.dispatchedTo(member, id).isEmpty());
        return exchange.dispatchedTo(member, id).get(0);
    }

    private static ConsumerRecord<byte[], byte[]> copyIn(String member, SignedMessage signed) {
        return exchange.inboxOf(member).stream()
                .filter(record -> isValue(record, signed))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isValue(ConsumerRecord<byte[], byte[]> record, SignedMessage signed) {
        return java.util.Arrays.equals(record.value(), signed.bytes());
    }

    private static long quarantined(String state) {
        return Long.parseLong(exchange.asked("select count(*) from quarantine where state = '" + state + "'"));
    }

    private static SignedMessage forged(SignedMessage genuine) {
        try {
            String[] parts = new String(genuine.bytes(), StandardCharsets.US_ASCII).split("\\.");
            String other = new String(
                            Examples.alert().from("kg").to("uz").sign().bytes(), StandardCharsets.US_ASCII)
                    .split("\\.")[2];
            return SignedMessage.parse((parts[0] + '.' + parts[1] + '.' + other).getBytes(StandardCharsets.US_ASCII));
        } catch (org.tocsin.protocol.signing.MalformedJws impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
