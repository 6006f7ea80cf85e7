/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.SigningKey;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.KeyFiles;

/** A gateway signs with the key that the directory lists, whatever becomes of its keys meanwhile. */
class SigningKeyIT {

    private static final Contract CONTRACT = new Contract();
    private static final String DRAFT = """
            {"status":"exercise","precedence":"IMMEDIATE","tlp":"TLP:GREEN","audience":{"action":["uz"]},
             "info":[{"language":"en","headline":"Keys change"}]}
            """;
    private static final MemberKey OLD = Examples.memberKey("kz");
    private static final SigningKey NEXT_KEY = SigningKey.generateEs256(Examples.member("kz"));
    private static final MemberKey NEXT =
            NEXT_KEY.toMemberKey(Examples.VALID_FROM.plusSeconds(1), Examples.VALID_UNTIL);

    private static Gateway kz;
    private static DirectoryEntry entry = Examples.entry("kz");

    @BeforeAll
    static void start() throws IOException {
        Path next = Files.createTempDirectory("next-key").resolve("next.jwk");
        KeyFiles.write(NEXT_KEY, next);
        kz = Gateway.start(Map.of("tocsin.gateway.next-key-file", next.toString()));
    }

    @AfterAll
    static void stop() {
        kz.close();
    }

    @BeforeEach
    void listOnlyTheOldKey() {
        lists(OLD);
    }

    @Test
    void nextKeySignsOnceTheDirectoryListsItAndNothingIsLostBetween() {
        assertThat(kidOf(posted())).isEqualTo(OLD.kid());

        lists(OLD, NEXT);

        SignedMessage after = message(posted());
        assertThat(after.kid()).isEqualTo(NEXT.kid());
        assertThat(kz.gauge("tocsin.signing.key.expires")).isPositive();
        assertThat(kz.as("cert").get("/v1/members").body()).contains(NEXT.kid());
    }

    @Test
    void postFailsHereAndNotAtItsReceiversWhileNoKeyIsValid() {
        lists(OLD.revoked(Instant.now(), "lost"));

        Reply refused = kz.as("cert").post("/v1/alerts", DRAFT);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("signing-key-not-valid");
        assertThat(CONTRACT.violations("postAlert", refused)).isEmpty();
        assertThat(kz.gauge("tocsin.signing.key.expires")).isZero();

        lists(OLD.revoked(Instant.now(), "lost"), NEXT);
        assertThat(kidOf(posted())).isEqualTo(NEXT.kid());
    }

    @Test
    void queuedAlertThatIsRefusedForItsKeyIsSignedAgainAsTheNextRevision() {
        Reply queued = posted();
        SignedMessage first = message(queued);
        lists(OLD.revoked(Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS), "stolen"), NEXT);

        refusedForItsKey(first);

        String id = queued.text("id");
        await().untilAsserted(() -> assertThat(kz.texts(
                        "select key from event where kind = 'alert' and alert = '" + id + "' order by revision"))
                .containsExactly("alert/" + id + "/1", "alert/" + id + "/2"));
        await().untilAsserted(() -> assertThat(owed(first.digest().hex())).isZero());
        Reply view = kz.as("cert").get("/v1/alerts/" + id);
        assertThat(view.text("revision")).isEqualTo("2");
        assertThat(view.json().at("/revisions/1/alert/kind").asString()).isEqualTo("update");
        assertThat(view.json().at("/revisions/1/alert/previous").asString())
                .isEqualTo(first.digest().hex());
        assertThat(view.json().at("/revisions/1/alert/body"))
                .isEqualTo(view.json().at("/revisions/0/alert/body"));
        assertThat(view.json().at("/revisions/1/signature/kid").asString()).isEqualTo(NEXT.kid());
        assertThat(view.json().at("/revisions/0/signature/status").asString()).isEqualTo("verified");
        assertThat(view.json().at("/revisions/0/signature/keyRevokedAt").asString())
                .isNotEmpty();
        assertThat(CONTRACT.violations("getAlert", view)).isEmpty();
        assertThat(owed(view.json().at("/revisions/1/digest").asString())).isEqualTo(1);
    }

    @Test
    void queuedAnswerThatIsRefusedForItsKeyIsGivenAgain() {
        Alert alert = Examples.alert().from("uz").to("kz").build();
        String id = alert.header().alert().toString();
        kz.told(Lane.URGENT, id, Examples.signed(alert).bytes());
        await().until(() -> kz.count("select count(*) from event where key = 'alert/" + id + "/1'") == 1);
        Reply answered = kz.as("officer")
                .post(
                        "/v1/alerts/" + id + "/answers",
                        "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\"}");
        assertThat(answered.status()).isEqualTo(202);
        lists(OLD.revoked(Instant.now(), "stolen"), NEXT);

        refusedForItsKey(message(answered));

        await().until(() -> kz.count("select count(*) from event where kind = 'answer' and alert = '" + id + "'") == 2);
        await().until(() -> owed(answered.text("digest")) == 0);
        assertThat(kz.messages(Lane.URGENT))
                .anyMatch(said ->
                        said.typ().equals("tocsin-answer+jws") && said.kid().equals(NEXT.kid()));
    }

    private static Reply posted() {
        Reply reply = kz.as("cert").post("/v1/alerts", DRAFT);
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        return reply;
    }

    private static void refusedForItsKey(SignedMessage message) {
        Notice notice =
                Notice.refused(Instant.now(), new Notice.Refused(null, null, null, message.digest(), "key-not-valid"));
        kz.told(Lane.URGENT, "coordinator", Examples.signed(notice).bytes());
    }

    private static SignedMessage message(Reply accepted) {
        Digest digest = Digest.of(accepted.text("digest"));
        return await().until(
                        () -> kz.messages(Lane.URGENT).stream()
                                .filter(said -> said.digest().equals(digest))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static String kidOf(Reply accepted) {
        return message(accepted).kid();
    }

    private static long owed(String digest) {
        return kz.count("select count(*) from owed where digest = '" + digest + "'");
    }

    private static void lists(MemberKey... keys) {
        entry = entry.next(List.of(keys), MemberStatus.ACTIVE);
        kz.published(Examples.signed(entry), "kz");
        await().until(() -> kz.count("select entry from directory_record where member = 'kz'") == entry.entry());
    }
}
