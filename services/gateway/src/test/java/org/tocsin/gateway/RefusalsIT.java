/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.JsonNode;

/** What the release rule stops leaves signed evidence at its origin, whichever of the three places stopped it. */
class RefusalsIT {

    private static final Contract CONTRACT = new Contract();
    private static final String CANARY = "Canary in the coal mine";
    private static final String DRAFT = GatewayIT.DRAFT.replace("Edge gateways are being exploited", CANARY);

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static JsonNode newest() {
        Reply page = kz.as("operator").get("/v1/refusals?limit=1");
        assertThat(CONTRACT.violations("listRefusals", page)).as(page.body()).isEmpty();
        return page.json().path("items").path(0);
    }

    private static JsonNode audited(String digest) {
        return kz.as("auditor")
                .get("/v1/audit?act=alert.refused")
                .json()
                .path("items")
                .valueStream()
                .filter(line -> line.path("digest").asString("").equals(digest))
                .findFirst()
                .orElseThrow();
    }

    private static void assertEvidence(JsonNode refusal, String author) throws MalformedJws {
        SignedMessage evidence =
                SignedMessage.parse(refusal.path("evidence").asString().getBytes(StandardCharsets.US_ASCII));
        Verification verdict = Verifier.verify(evidence, Examples.directory(), Instant.now());
        assertThat(verdict).isInstanceOf(Verification.Genuine.class);
        assertThat(((Verification.Genuine) verdict).author().code()).isEqualTo(author);
        assertThat(new String(evidence.payload(), StandardCharsets.UTF_8))
                .contains(
                        refusal.path("digest").asString(), refusal.path("rule").asString())
                .doesNotContain(CANARY);
        assertThat(refusal.toString()).doesNotContain(CANARY);
    }

    private static Alert posted() {
        Reply reply = kz.as("cert").post("/v1/alerts", DRAFT);
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(reply.text("digest"))));
        return GatewayIT.alertOf(kz, reply);
    }

    private static Objection.Stopped stopped(Alert alert, Digest digest) {
        return new Objection.Stopped(
                "above-ceiling",
                alert.header().tlp(),
                alert.header().alert(),
                alert.header().revision(),
                digest,
                Examples.member("uz"));
    }

    @Test
    void originSignsWhatItStopsOfItsOwn() throws MalformedJws {
        String draft = DRAFT.replace("\"kg\"", "\"zz\"");

        Reply refused = kz.as("cert").post("/v1/alerts", draft);

        assertThat(refused.problem()).isEqualTo("invalid-audience");
        JsonNode refusal = newest();
        assertThat(refusal.path("place").asString()).isEqualTo("origin");
        assertThat(refusal.path("rule").asString()).isEqualTo("unknown-member");
        assertThat(refusal.path("recipient").asString()).isEqualTo("zz");
        assertThat(refusal.path("label").asString()).isEqualTo("TLP:AMBER");
        assertEvidence(refusal, "kz");
        JsonNode line = audited(refusal.path("digest").asString());
        assertThat(line.path("actor").path("name").asString()).isEqualTo("cert");
        assertThat(line.path("rule").asString()).isEqualTo("unknown-member");
        assertThat(kz.texts("select entry from audit where entry like '%Canary%'"))
                .isEmpty();
        assertThat(kz.texts("select key from event where data like '%" + CANARY + "%' and kind = 'refusal'"))
                .isEmpty();
    }

    @Test
    void lineOfAnUploadLeavesEvidenceToo() {
        String line = DRAFT.replace("\n", "").replace("\"action\":[\"uz\"]", "\"action\":[\"yy\"]");

        kz.as("cert").post("/v1/alerts", line.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-ndjson");

        assertThat(kz.as("operator").get("/v1/refusals").json().path("items").valueStream())
                .anyMatch(refusal -> refusal.path("recipient").asString("").equals("yy"));
    }

    @Test
    void refusedRevisionIsShownAtItsAlert() {
        Alert alert = posted();
        String path = "/v1/alerts/" + alert.header().alert();

        kz.as("cert").post(path + "/revisions", DRAFT.replace("\"kg\"", "\"kg\",\"xx\""), "If-Match", "\"1\"");

        Reply shown = kz.as("operator").get(path);
        assertThat(CONTRACT.violations("getAlert", shown)).isEmpty();
        JsonNode refusal = shown.json().path("refusals").path(0);
        assertThat(refusal.path("recipient").asString()).isEqualTo("xx");
        assertThat(refusal.path("revision").asInt()).isEqualTo(2);
    }

    @Test
    void coordinatorsEvidenceIsKeptAtTheOriginAndStreamed() throws MalformedJws {
        Alert alert = posted();
        Digest digest = Examples.signed(alert).digest();
        Notice.Refused refused =
                Notice.Refused.byRule(alert.header(), digest, Examples.member("uz"), "member-not-active");
        try (LiveEvents stream = kz.as("operator").stream(null)) {
            await().until(() -> !stream.events("heartbeat").isEmpty());

            kz.told(
                    Lane.URGENT,
                    "coordinator",
                    Examples.signed(Notice.refused(Instant.now(), refused)).bytes());

            await().until(() -> !stream.events("refusal").isEmpty());
            JsonNode refusal = stream.events("refusal").get(0).data();
            assertThat(CONTRACT.strictViolations("RefusalItem", refusal)).isEmpty();
            assertThat(refusal.path("place").asString()).isEqualTo("coordinator");
            assertEvidence(refusal, "coordinator");
        }
        assertThat(audited(digest.hex()).path("actor").path("name").asString()).isEqualTo("coordinator");
    }

    @Test
    void recipientsObjectionIsShownAndEndsTheSweep() throws MalformedJws {
        Alert alert = posted();
        Digest digest = Examples.signed(alert).digest();
        Objection objection =
                Objection.atRecipient(Examples.member("uz"), alert.header(), stopped(alert, digest), Instant.now());

        kz.told(Lane.URGENT, "uz", Examples.signed(objection).bytes());

        await().until(() ->
                kz.count("select count(*) from owed where digest = '" + digest + "' and member = 'uz'") == 0);
        JsonNode matrix = kz.as("operator")
                .get("/v1/alerts/" + alert.header().alert() + "/matrix")
                .json();
        assertThat(matrix.toString()).contains("above-ceiling");
        JsonNode refusal = kz.as("operator")
                .get("/v1/alerts/" + alert.header().alert())
                .json()
                .path("refusals")
                .path(0);
        assertThat(refusal.path("place").asString()).isEqualTo("recipient");
        assertEvidence(refusal, "uz");
        assertThat(audited(digest.hex()).path("actor").path("name").asString()).isEqualTo("uz");
    }

    @Test
    void objectionToWhatWasNeverSaidSettlesNothing() {
        Alert alert = posted();
        Objection objection = Objection.atRecipient(
                Examples.member("uz"), alert.header(), stopped(alert, Digest.sha256("something else")), Instant.now());
        long before = kz.count("select count(*) from quarantine");

        kz.told(Lane.URGENT, "uz", Examples.signed(objection).bytes());

        await().until(() -> kz.count("select count(*) from quarantine") > before);
        assertThat(kz.texts("select reason from quarantine order by id desc limit 1"))
                .containsExactly("unknown-subject");
        assertThat(kz.as("operator")
                        .get("/v1/alerts/" + alert.header().alert())
                        .json()
                        .path("refusals"))
                .isEmpty();
    }

    @Test
    void recipientTellsTheOriginWhatItDidNotLetIn() throws Exception {
        Alert alert = Examples.alert().from("uz").to("kg").headline(CANARY).build();

        kz.told(
                Lane.URGENT,
                alert.header().alert().toString(),
                Examples.signed(alert).bytes());

        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.typ().equals("tocsin-objection+jws")));
        SignedMessage said = kz.messages(Lane.URGENT).stream()
                .filter(message -> message.typ().equals("tocsin-objection+jws"))
                .findFirst()
                .orElseThrow();
        Map<?, ?> payload = org.tocsin.protocol.json.WireJson.MAPPER.readValue(said.payload(), Map.class);
        assertThat(payload.get("to")).isEqualTo("uz");
        assertThat(payload.get("rule")).isEqualTo("not-addressed");
        assertThat(payload.get("digest"))
                .isEqualTo(Examples.signed(alert).digest().hex());
        assertThat(payload.toString()).doesNotContain(CANARY);
        assertThat(audited(Examples.signed(alert).digest().hex())
                        .path("subject")
                        .asString())
                .isEqualTo("recipient");
    }
}
