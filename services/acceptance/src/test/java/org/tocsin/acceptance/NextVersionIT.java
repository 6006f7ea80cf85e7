/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Drafts;
import org.tocsin.acceptance.exchange.Exchange;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** States upgrade months apart: what a newer gateway adds is skipped by this one, and its bytes are kept. */
@ResourceLock(Standalone.RESOURCE)
class NextVersionIT {

    private final Exchange exchange = Standalone.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");

    @Test
    void anAlertOfTheNextVersionIsShownAndItsSignatureStillHolds() {
        Alert alert = Drafts.alertOfKz().to("uz").headline("From the future").build();
        ObjectNode payload = Drafts.payload(alert);
        payload.put("urgencyModel", "cap-2.0").putObject("routing").put("hops", 3);
        ((ObjectNode) payload.path("audience").get(0)).put("clearance", "level-2");
        ((ObjectNode) payload.path("body")).putArray("attachments").add("none");
        SignedMessage newer = exchange.wire().signed("kz", MessageType.ALERT, payload.toString());

        exchange.wire().put("tocsin.outbox.kz.urgent", Drafts.idOf(alert), newer.bytes());

        uz.receives(new PostedAlert(Drafts.idOf(alert), 1, newer.digest().hex()));
        JsonNode revision = uz.as("operator")
                .get("/v1/alerts/" + Drafts.idOf(alert))
                .json()
                .path("revisions")
                .path(0);
        assertThat(revision.path("signature").path("status").asString()).isEqualTo("verified");
        assertThat(revision.path("alert").path("routing").path("hops").asInt()).isEqualTo(3);
    }

    @Test
    void anAnswerOfTheNextVersionCounts() {
        PostedAlert alert = kz.sends(alert().to("uz"));
        uz.receives(alert);
        ObjectNode answer = WireAnswer.of(alert).put("mood", "calm");
        answer.putObject("liaison").put("desk", "energy");

        exchange.wire()
                .put(
                        "tocsin.outbox.uz.urgent",
                        alert.id(),
                        exchange.wire()
                                .signed("uz", MessageType.ANSWER, answer.toString())
                                .bytes());

        kz.sees(alert).acknowledgedBy("uz");
    }

    /** An answer of uz as it stands on the wire. */
    private static final class WireAnswer {

        static ObjectNode of(PostedAlert alert) {
            ObjectNode answer = Drafts.payload(
                    Examples.answer("uz", Drafts.alertOfKz().to("uz").build()).build());
            return answer.put("alert", alert.id()).put("issued", Instant.now().toString());
        }
    }
}
