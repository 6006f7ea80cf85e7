/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.AuditHead;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.message.ReconciliationKind;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.message.Window;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.JsonNode;

/** What one real gateway finds missing, at itself and at others, and whom it sends what. The test plays the others. */
class ReconciliationIT {

    private static final Member KZ = Examples.member("kz");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    // As a sender: kz has posted, the others have confirmed.

    private static SignedMessage confirmedBy(String draft, String... members) {
        Reply posted = kz.as("cert").post("/v1/alerts", draft);
        assertThat(posted.status()).as(posted.body()).isEqualTo(202);
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(posted.text("digest"))));
        Alert alert = GatewayIT.alertOf(kz, posted);
        for (String member : members) {
            tell(
                    Lane.URGENT,
                    Examples.receipt(member, "kz")
                            .covering(new org.tocsin.protocol.message.Receipt.Cover(
                                    alert.header().alert(),
                                    1,
                                    null,
                                    Digest.of(posted.text("digest")),
                                    Instant.now(),
                                    null))
                            .build());
        }
        await().until(() -> owed(posted.text("digest")).isEmpty());
        return kz.messages(Lane.URGENT).stream()
                .filter(message -> message.digest().hex().equals(posted.text("digest")))
                .findFirst()
                .orElseThrow();
    }

    private static SignedMessage sentToBoth() {
        return confirmedBy(GatewayIT.DRAFT, "uz", "kg");
    }

    private static SignedMessage sentToKgOnly() {
        return confirmedBy(
                GatewayIT.DRAFT.replace("\"action\":[\"uz\"],\"info\":[\"kg\"]", "\"action\":[\"kg\"]"), "kg");
    }

    private static List<String> owed(String digest) {
        return kz.texts("select member from owed where digest = '" + digest + "' order by member");
    }

    private static Reconciliation asked(String member) {
        long before = said(member, ReconciliationKind.SUMMARY).size();
        Reply reply = kz.as("operator").post("/v1/links/" + member + "/reconciliation", "");
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() -> said(member, ReconciliationKind.SUMMARY).size() > before);
        List<Reconciliation> all = said(member, ReconciliationKind.SUMMARY);
        return all.get(all.size() - 1);
    }

    private static List<Reconciliation> said(String member, ReconciliationKind kind) {
        return kz.messages(Lane.ROUTINE).stream()
                .filter(message -> message.typ().equals(MessageType.RECONCILIATION.typ()))
                .map(ReconciliationIT::decoded)
                .filter(said -> said.to().code().equals(member) && said.kind() == kind)
                .toList();
    }

    private static Reconciliation decoded(SignedMessage signed) {
        try {
            return (Reconciliation) MessageCodec.decode(MessageType.RECONCILIATION, signed.payload());
        } catch (Undecodable unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static void answers(Reconciliation summary, List<Digest> held) {
        List<Window> windows = summary.windows();
        Instant until = windows.get(windows.size() - 1).until();
        Window window = Window.of(windows.get(0).since(), until, held).listing(held, held.size());
        tell(Lane.ROUTINE, Reconciliation.held(summary, Instant.now(), List.of(window)));
    }

    private static void tell(Lane lane, Message message) {
        String key = message instanceof Alert alert
                ? alert.header().alert().toString()
                : message instanceof Answer answer
                        ? answer.alert().toString()
                        : message.author().code();
        kz.told(lane, key, Examples.signed(message).bytes());
    }

    private static JsonNode link(String member, String side) {
        for (JsonNode item : kz.as("admin").get("/v1/links").json().path("items")) {
            if (item.path("member").asString().equals(member)) {
                return item.path(side);
            }
        }
        throw new AssertionError("no link to " + member);
    }

    private static void awaitState(String member, String side, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(link(member, side).path("state").asString()).isEqualTo(state));
    }

    private static List<Digest> sentTo(String member) {
        return kz
                .texts("select digest from event where direction = 'sent' and ',' || members || ',' like '%," + member
                        + ",%'")
                .stream()
                .map(Digest::of)
                .toList();
    }

    private static int counted(Reconciliation summary) {
        return summary.windows().stream().mapToInt(Window::count).sum();
    }

    private static List<Digest> without(List<Digest> digests, SignedMessage gone) {
        return digests.stream().filter(digest -> !digest.equals(gone.digest())).toList();
    }

    @Test
    void whatTheOtherNoLongerHoldsIsSentAgainToItAlone() {
        SignedMessage gone = sentToBoth();
        sentToBoth();

        answers(asked("uz"), without(sentTo("uz"), gone));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(kz.said(Lane.URGENT))
                .filteredOn(record -> java.util.Arrays.equals(record.value(), gone.bytes()))
                .anySatisfy(record -> assertThat(only(record)).isEqualTo("uz")));
        assertThat(owed(gone.digest().hex())).containsExactly("uz");
        assertThat(link("uz", "sent").path("missing").asInt()).isEqualTo(1);
        assertThat(link("uz", "sent").path("state").asString()).isEqualTo("missing");
    }

    @Test
    void whatWasDeletedByLawIsMissingAndNotOwed() {
        SignedMessage deleted = sentToKgOnly();
        kz.change("update message set jws = null where digest = '" + deleted.digest() + "' returning digest");

        answers(asked("kg"), without(sentTo("kg"), deleted));

        awaitState("kg", "sent", "missing");
        assertThat(owed(deleted.digest().hex())).isEmpty();
    }

    @Test
    void sameOnBothSidesIsInStepAndOwesNothing() {
        sentToBoth();
        kz.change("delete from owed returning digest");

        answers(asked("kg"), sentTo("kg"));

        awaitState("kg", "sent", "in-step");
        assertThat(link("kg", "sent").path("inStepSince").isString()).isTrue();
        assertThat(kz.count("select count(*) from owed where member = 'kg'")).isZero();
    }

    @Test
    void whoWasNotAddressedIsNeitherToldNorSentAnything() {
        int toUz = counted(asked("uz"));
        SignedMessage foreign = sentToKgOnly();
        Reconciliation summary = asked("tj");

        answers(summary, List.of());

        assertThat(summary.windows()).extracting(Window::count).containsExactly(0);
        awaitState("tj", "sent", "in-step");
        assertThat(owed(foreign.digest().hex())).isEmpty();
        assertThat(counted(asked("uz"))).isEqualTo(toUz);
    }

    @Test
    void whatTheOtherHoldsAndKzDoesNotKnowIsCountedOnly() {
        List<Digest> held = new java.util.ArrayList<>(sentTo("centre"));
        held.add(Digest.sha256("from before the restore"));

        answers(asked("centre"), held);

        awaitState("centre", "sent", "unknown");
        assertThat(link("centre", "sent").path("unknown").asInt()).isEqualTo(1);
    }

    @Test
    void answerToAnEarlierQuestionJudgesNothing() {
        SignedMessage message = sentToKgOnly();
        Reconciliation earlier = asked("kg");
        Reconciliation last = asked("kg");

        answers(earlier, List.of());
        answers(last, sentTo("kg"));

        awaitState("kg", "sent", "in-step");
        assertThat(owed(message.digest().hex())).isEmpty();
    }

    @Test
    void whatWasFinallyRefusedForTheOtherIsLeftOut() {
        int before = counted(asked("uz"));
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(posted.text("digest"))));
        Alert alert = GatewayIT.alertOf(kz, posted);
        assertThat(counted(asked("uz"))).isEqualTo(before + 1);
        tell(
                Lane.URGENT,
                org.tocsin.protocol.message.Notice.refused(
                        Instant.now(),
                        new org.tocsin.protocol.message.Notice.Refused(
                                alert.header().alert(),
                                1,
                                Examples.member("uz"),
                                Digest.of(posted.text("digest")),
                                "above-ceiling")));
        await().until(() -> !owed(posted.text("digest")).contains("uz"));

        int counted = counted(asked("uz"));

        assertThat(counted).isEqualTo(before);
    }

    // As a receiver: the others have sent, kz has confirmed.

    private static Alert received(String from, String... to) {
        Alert alert = Examples.alert()
                .from(from)
                .to(to)
                .issued(Instant.now().minusSeconds(60))
                .build();
        tell(Lane.URGENT, alert);
        await().until(() -> kz.count("select count(*) from event where alert = '"
                        + alert.header().alert() + "'")
                > 0);
        return alert;
    }

    private static Reconciliation told(String from, List<SignedMessage> sent) {
        long before = said(from, ReconciliationKind.HELD).size();
        Instant now = Instant.now();
        List<Digest> digests = sent.stream().map(SignedMessage::digest).toList();
        Window window = Window.of(now.minus(Duration.ofDays(7)), now.minusSeconds(1), digests);
        tell(Lane.ROUTINE, Reconciliation.summary(Examples.member(from), KZ, now, List.of(window)));
        await().atMost(PATIENCE).until(() -> said(from, ReconciliationKind.HELD).size() > before);
        List<Reconciliation> all = said(from, ReconciliationKind.HELD);
        return all.get(all.size() - 1);
    }

    @Test
    void whatWasRemovedHereIsAskedForAndTakenInAgain() {
        SignedMessage kept = Examples.signed(received("uz", "kz"));
        Alert lost = received("uz", "kz");
        SignedMessage gone = Examples.signed(lost);
        assertThat(told("uz", List.of(kept, gone)).windows().get(0).digests()).isEmpty();
        awaitState("uz", "received", "in-step");

        kz.change("delete from event where digest = '" + gone.digest() + "' returning id");
        kz.change("delete from message where digest = '" + gone.digest() + "' returning digest");
        Reconciliation held = told("uz", List.of(kept, gone));

        assertThat(held.windows().get(0).digests()).containsExactly(kept.digest());
        assertThat(link("uz", "received").path("state").asString()).isEqualTo("missing");
        assertThat(link("uz", "received").path("missing").asInt()).isEqualTo(1);
        assertThat(link("uz", "received").path("askedAt").isString()).isTrue();
        tell(Lane.URGENT, lost);
        await().until(() -> kz.count("select count(*) from event where digest = '" + gone.digest() + "'") == 1);
        assertThat(told("uz", List.of(kept, gone)).windows().get(0).digests()).isEmpty();
        awaitState("uz", "received", "in-step");
    }

    @Test
    void whatOthersSentIsToldToNobodyElse() {
        Alert others = received("tj", "kz", "kg");

        Reconciliation held = told("kg", List.of());

        assertThat(held.windows()).extracting(Window::count).containsExactly(0);
        assertThat(held.windows().get(0).digests()).isEmpty();
        assertThat(others.header().origin()).isEqualTo(Examples.member("tj"));
    }

    @Test
    void alertThatExpiredMeanwhileIsNotCompared() {
        Instant now = Instant.now();
        Alert alert = Examples.alert()
                .from("centre")
                .to("kz")
                .issued(now.minusSeconds(60))
                .expires(now.plusSeconds(3))
                .build();
        tell(Lane.URGENT, alert);
        await().until(() ->
                kz.as("operator").get("/v1/alerts/" + alert.header().alert()).status() == 200);
        await().until(() -> Instant.now().isAfter(alert.header().expires()));

        Reconciliation held = told("centre", List.of());

        assertThat(held.windows()).extracting(Window::count).containsExactly(0);
    }

    @Test
    void unknownOrOwnMemberIsNotFoundAndTheCertMayNotAsk() {
        assertThat(kz.as("operator").post("/v1/links/xx/reconciliation", "").problem())
                .isEqualTo("not-found");
        assertThat(kz.as("operator").post("/v1/links/kz/reconciliation", "").problem())
                .isEqualTo("not-found");
        assertThat(kz.as("cert").post("/v1/links/uz/reconciliation", "").problem())
                .isEqualTo("forbidden");
        assertThat(kz.withToken("none").get("/v1/links").problem()).isEqualTo("unauthenticated");
    }

    private static String only(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("tocsin-only");
        return header == null ? "" : new String(header.value());
    }

    @Test
    void headsOfAuditsAreToldAndOneThatGoesBackIsWarnedOf() {
        AuditHead told = Objects.requireNonNull(asked("kg").audit());
        assertThat(told.number()).isEqualTo(1);
        assertThat(kz.texts("select hash from audit_checkpoint"))
                .containsExactly(told.hash().hex());
        Instant noon = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);

        tell(Lane.ROUTINE, heldBy("kg", noon).with(new AuditHead(9, Digest.sha256("nine"), null)));
        await().atMost(PATIENCE).until(() -> auditOf("kg").path("number").asInt() == 9);
        assertThat(auditOf("kg").has("warning")).isFalse();
        tell(Lane.ROUTINE, heldBy("kg", noon.plusSeconds(120)).with(new AuditHead(4, Digest.sha256("four"), null)));

        await().atMost(PATIENCE).until(() -> auditOf("kg").path("number").asInt() == 4);
        assertThat(auditOf("kg").path("warning").asString()).isEqualTo("went-back");
        assertThat(new Contract().violations("listLinks", kz.as("operator").get("/v1/links")))
                .isEmpty();
    }

    private static Reconciliation heldBy(String member, Instant issued) {
        Window window = Window.of(issued.minusSeconds(60), issued.minusSeconds(1), List.of());
        return Reconciliation.summary(Examples.member(member), KZ, issued, List.of(window));
    }

    private static JsonNode auditOf(String member) {
        return kz.as("operator")
                .get("/v1/links")
                .json()
                .path("items")
                .valueStream()
                .filter(link -> link.path("member").asString().equals(member))
                .findFirst()
                .orElseThrow()
                .path("audit");
    }
}
