/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.ChildProcess;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Reply;
import org.tocsin.acceptance.exchange.Standalone;
import tools.jackson.databind.JsonNode;

/**
 * A key is replaced and the old one revoked by the commands that operators use, while everything runs and one alert
 * still waits for a member that cannot be reached.
 */
@ResourceLock(Standalone.RESOURCE)
class KeysIT {

    private static final List<String> INBOX_OF_KG = List.of("tocsin.inbox.kg.urgent");
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(60);
    private static final Duration SWEEPS_LATER = Duration.ofMinutes(2);

    private static Standalone exchange;

    @BeforeAll
    static void start() {
        exchange = Standalone.startPlainly("keys");
    }

    @AfterAll
    static void stop() {
        exchange.close();
    }

    @Test
    void keyIsReplacedAndRevokedWithinAMinuteAndTheAlertThatWaitedArrivesUnderTheNextOne() {
        Participant kz = exchange.member("kz");
        int partitions = exchange.wire().partitions(INBOX_OF_KG.get(0));
        String request = exchange.data().resolve("kz-request.jws").toString();
        String asked = tocsin(
                "request",
                "--member",
                "kz",
                "--name",
                "Kazakhstan",
                "--desk",
                "Duty desk",
                "--key",
                keys("kz/next.p12"),
                "--out",
                request);
        exchange.process().end();
        exchange.restart();
        exchange.wire().delete(INBOX_OF_KG);
        PostedAlert waiting = kz.sends(alert().flash().to("uz", "kg"));
        kz.sees(waiting).refusedFor("kg", "no-inbox");
        String oldKey = signature(kz, waiting, 0).path("kid").asString();

        registrar("rotate", "--request", request, "--fingerprint", lastLine(asked));
        Patience.await("kz signs with its next key").atMost(REVOKED_WITHIN).until(() -> !signedBy(kz)
                .equals(oldKey));
        Instant revoked = Instant.now();
        registrar("revoke", "--member", "kz", "--key", oldKey, "--reason", "stolen");
        for (String member : List.of("kz", "uz", "kg", "centre")) {
            Patience.await(member + " knows of the revocation")
                    .atMost(REVOKED_WITHIN)
                    .until(() -> signedBy(exchange.member(member), "kz").equals(signedBy(kz)));
        }
        Patience.await("uz has seen the revocation")
                .atMost(REVOKED_WITHIN)
                .until(() -> signature(exchange.member("uz"), waiting, 0).has("keyRevokedAt"));
        System.out.println("revoked everywhere in "
                + Duration.between(revoked, Instant.now()).toMillis() + " ms, command and all");

        exchange.wire().create(INBOX_OF_KG, partitions);

        Patience.await("kg gets the alert under the next key")
                .atMost(SWEEPS_LATER)
                .until(() -> exchange.member("kg")
                                .as("cert")
                                .get("/v1/alerts/" + waiting.id())
                                .status()
                        == 200);
        JsonNode atKg = exchange.member("kg")
                .as("cert")
                .get("/v1/alerts/" + waiting.id())
                .json();
        assertThat(atKg.path("revisions")).hasSize(1);
        assertThat(atKg.path("revision").asInt()).isEqualTo(2);
        assertThat(signature(exchange.member("uz"), waiting, 0).path("status").asString())
                .isEqualTo("verified");
        Patience.await("kz shows the revision signed again")
                .until(() -> signature(kz, waiting, 1).path("kid").asString().equals(signedBy(kz)));
    }

    /** The key that a member's directory lists as kz's newest. */
    private static String signedBy(Participant at, String member) {
        return at.as("cert")
                .get("/v1/members")
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("code").asString().equals(member))
                .map(item -> item.at("/signingKey/kid").asString())
                .findFirst()
                .orElseThrow();
    }

    private static String signedBy(Participant member) {
        return signedBy(member, member.code());
    }

    private static JsonNode signature(Participant at, PostedAlert alert, int revision) {
        Reply reply = at.as("cert").get("/v1/alerts/" + alert.id());
        return reply.json().path("revisions").path(revision).path("signature");
    }

    private static String registrar(String act, String... options) {
        List<String> words = new ArrayList<>(List.of(act));
        words.addAll(List.of(options));
        words.addAll(List.of(
                "--registrar-key", keys("registrar/signing.p12"),
                "--directory", exchange.data().resolve("public/directory.jws").toString(),
                "--post", exchange.member("centre").gateway().toString(),
                "--token-file", exchange.data().resolve("tokens/centre.admin").toString()));
        return tocsin(words.toArray(String[]::new));
    }

    private static String tocsin(String... words) {
        List<String> all = new ArrayList<>(List.of("member"));
        all.addAll(List.of(words));
        ChildProcess command = Standalone.run("keys-" + words[0], all);
        Patience.await(words[0]).atMost(REVOKED_WITHIN).until(() -> !command.isAlive());
        assertThat(command.exitCode()).as(command.output()).isZero();
        return command.output();
    }

    private static String lastLine(String text) {
        String[] lines = text.strip().split("\n");
        return lines[lines.length - 1];
    }

    private static String keys(String file) {
        Path keys = exchange.data().resolve("keys");
        return keys.resolve(file).toString();
    }
}
