/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Drafts;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Exchange;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import tools.jackson.databind.JsonNode;

/** What must not be believed is kept in quarantine with its reason, told to its sender, and delays nobody. */
@ResourceLock(Standalone.RESOURCE)
class PoisonIT {

    private static final String OUTBOX_OF_KZ = "tocsin.outbox.kz.urgent";
    private static final String OUTBOX_OF_UZ = "tocsin.outbox.uz.urgent";
    private static final String INBOX_OF_UZ = "tocsin.inbox.uz.urgent";
    private static final String INBOX_OF_KG = "tocsin.inbox.kg.urgent";

    private final Exchange exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private final Participant kg = exchange.member("kg");
    private final Participant centre = exchange.member("centre");

    @Test
    void randomBytesAreQuarantinedAndTheNextRecordFlows() {
        int before = atTheCoordinator("refused");
        long toldBefore = timesRefused(kz, "malformed-jws", "");
        byte[] noise = new byte[300];
        new Random(7).nextBytes(noise);

        exchange.wire().put(OUTBOX_OF_KZ, "kz", noise);

        theNextRecordFlows();
        Patience.await("quarantine").until(() -> atTheCoordinator("refused") == before + 1);
        Patience.await("kz is told").until(() -> timesRefused(kz, "malformed-jws", "") == toldBefore + 1);
        assertThat(timesRefused(centre, "malformed-jws", "")).isPositive();
    }

    @Test
    void aForgedSignatureIsQuarantinedAndTheNextRecordFlows() {
        int before = atTheCoordinator("refused");
        Alert alert = Drafts.alertOfKz().to("uz").build();
        SignedMessage genuine = exchange.wire().signed("kz", MessageType.ALERT, text(alert));

        exchange.wire().put(OUTBOX_OF_KZ, Drafts.idOf(alert), withAnotherSignature(genuine));

        theNextRecordFlows();
        isRefused(kz, "signature-invalid", genuine);
        assertThat(atTheCoordinator("refused")).isEqualTo(before + 1);
        uz.knowsNothingOf(posted(alert, genuine));
    }

    @Test
    void anAlertInAnotherMembersTopicIsQuarantinedAndTheNextRecordFlows() {
        int before = atTheCoordinator("refused");
        Alert alert = Drafts.alertOfKz().to("uz").build();
        SignedMessage genuine = exchange.wire().signed("kz", MessageType.ALERT, text(alert));

        exchange.wire().put(OUTBOX_OF_UZ, Drafts.idOf(alert), genuine.bytes());

        theNextRecordFlows();
        isRefused(uz, "origin-mismatch", genuine);
        assertThat(atTheCoordinator("refused")).isEqualTo(before + 1);
        uz.knowsNothingOf(posted(alert, genuine));
    }

    @Test
    void anUnknownMajorVersionIsParkedAndNobodyIsBlamed() {
        int waiting = atTheCoordinator("waiting");
        Alert alert = Drafts.alertOfKz().to("uz").build();
        SignedMessage newer = exchange.wire()
                .signed(
                        "kz",
                        MessageType.ALERT,
                        Drafts.payload(alert).put("v", 2).toString());

        exchange.wire().put(OUTBOX_OF_KZ, Drafts.idOf(alert), newer.bytes());

        theNextRecordFlows();
        Patience.await("parked").until(() -> atTheCoordinator("waiting") == waiting + 1);
        assertThat(timesRefused(kz, "newer-version", newer.digest().hex())).isZero();
        uz.knowsNothingOf(posted(alert, newer));
    }

    @Test
    void whatDoesNotBelongInAnInboxIsQuarantinedByItsGateway() {
        int before = atItsGateway(uz);
        Alert alert = Drafts.alertOfKz().to("kg").build();
        SignedMessage genuine = exchange.wire().signed("kz", MessageType.ALERT, text(alert));

        exchange.wire().put(INBOX_OF_UZ, "noise", new byte[] {0, 1, 2});
        exchange.wire().put(INBOX_OF_UZ, Drafts.idOf(alert), genuine.bytes());

        theNextRecordFlows();
        Patience.await("quarantine of uz").until(() -> atItsGateway(uz) == before + 2);
        uz.knowsNothingOf(posted(alert, genuine));
    }

    // A copy that nobody may make, of an alert that is genuine: what kg says of it goes the whole way back.
    @Test
    void whatARecipientDoesNotLetInIsShownToItsOriginUnderTheRecipientsSignature() throws MalformedJws {
        PostedAlert alert = kz.sends(alert().to("uz"));
        byte[] genuine = kz.as("officer")
                .get("/v1/alerts/" + alert.id(), "Accept", "application/jose")
                .body()
                .getBytes(US_ASCII);

        exchange.wire().put(INBOX_OF_KG, alert.id(), genuine);

        Patience.await("kz is told of the objection")
                .until(() -> kz.stream().about(alert.id()).stream().anyMatch(PoisonIT::isRefusal));
        Event told = kz.stream().about(alert.id()).stream()
                .filter(PoisonIT::isRefusal)
                .findFirst()
                .orElseThrow();
        assertThat(List.of(told.text("place"), told.text("rule"), told.text("recipient"), told.text("digest")))
                .containsExactly("recipient", "not-addressed", "kg", alert.digest());
        SignedMessage evidence = SignedMessage.parse(told.text("evidence").getBytes(US_ASCII));
        assertThat(evidence.typ()).isEqualTo("tocsin-objection+jws");
        assertThat(evidence.kid()).startsWith("kg/sign/");
        assertThat(new String(evidence.payload(), UTF_8)).contains(alert.digest());
        assertThat(kz.as("auditor").get("/v1/audit?act=alert.refused").json().path("items"))
                .anyMatch(line -> line.path("digest").asString("").equals(alert.digest())
                        && line.path("actor").path("name").asString("").equals("kg"));
        kg.holdsNothingOf(alert);
    }

    private static boolean isRefusal(Event event) {
        return event.name().equals("refusal");
    }

    private void theNextRecordFlows() {
        for (int partitions = 0; partitions < 4; partitions++) {
            uz.receives(kz.sends(alert().flash().to("uz")));
        }
    }

    private void isRefused(Participant sender, String reason, SignedMessage message) {
        String digest = message.digest().hex();
        Patience.await(sender.code() + " is told " + reason).until(() -> timesRefused(sender, reason, digest) == 1);
        Patience.await("centre is told " + reason).until(() -> timesRefused(centre, reason, digest) == 1);
    }

    private static long timesRefused(Participant told, String reason, String digest) {
        return told.stream()
                .count(event -> event.isNotice("refused", "")
                        && event.text("reason").equals(reason)
                        && event.text("digest").equals(digest));
    }

    private int atTheCoordinator(String count) {
        JsonNode health =
                exchange.coordinator().get("/actuator/health/exchange").json();
        return health.path("components")
                .path("quarantine")
                .path("details")
                .path(count)
                .asInt();
    }

    private static int atItsGateway(Participant member) {
        JsonNode health = member.management().get("/actuator/health/exchange").json();
        return health.path("components")
                .path("link")
                .path("details")
                .path("quarantined")
                .asInt();
    }

    private static byte[] withAnotherSignature(SignedMessage message) {
        String compact = new String(message.bytes(), US_ASCII);
        int dot = compact.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(compact.substring(dot + 1));
        signature[0] ^= 1;
        return (compact.substring(0, dot + 1)
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature))
                .getBytes(US_ASCII);
    }

    private static PostedAlert posted(Alert alert, SignedMessage signed) {
        return new PostedAlert(Drafts.idOf(alert), 1, signed.digest().hex());
    }

    private static String text(Alert alert) {
        return Drafts.payload(alert).toString();
    }
}
