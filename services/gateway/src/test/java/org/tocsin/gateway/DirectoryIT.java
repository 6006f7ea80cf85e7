/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;

/** The centre's gateway takes what the registrar signed, and nothing else. */
class DirectoryIT {

    private static final Contract CONTRACT = new Contract();

    private static Gateway centre;
    private static DirectoryEntry uz = Examples.entry("uz");

    @BeforeAll
    static void start() {
        centre = Gateway.start("centre", Map.of());
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    @Test
    void recordGoesIntoTheUrgentOutboxAndIsOwedUntilTheDirectoryShowsIt() {
        SignedMessage record = Examples.signed(next());

        Reply reply = put("uz", record);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(CONTRACT.violations("putDirectoryRecord", reply)).isEmpty();
        await().until(() -> isSaid(record));
        assertThat(owed(record)).isEqualTo(1);
        assertThat(put("uz", record).status()).isEqualTo(202);

        centre.published(record, "uz");

        await().until(() -> owed(record) == 0);
        assertThat(put("uz", record).status()).isEqualTo(202);
    }

    @Test
    void changeIsInTheAuditUnderWhoeverPutIt() {
        SignedMessage record = Examples.signed(next());

        put("uz", record);

        await().until(() -> centre.texts("select entry from audit where act = 'key.changed'").stream()
                .anyMatch(entry -> entry.contains(record.digest().hex()) && entry.contains("\"admin\"")));
    }

    @Test
    void laterRecordIsOwedInsteadOfTheOneBefore() {
        SignedMessage before = Examples.signed(next());
        SignedMessage after = Examples.signed(next());

        put("uz", before);
        put("uz", after);

        assertThat(owed(before)).isZero();
        assertThat(owed(after)).isEqualTo(1);
        assertThat(refusal("uz", before)).isEqualTo("409 entry-not-newer []");
    }

    @Test
    void whatCannotFollowIsRefusedWithItsRule() {
        DirectoryEntry next = uz.next(uz.keys(), MemberStatus.ACTIVE);
        DirectoryEntry dropping = uz.next(List.of(), MemberStatus.ACTIVE);

        assertThat(refusal("uz", Examples.signer("centre").sign(next)))
                .isEqualTo("422 invalid-directory-record [unknown-key]");
        assertThat(refusal("kg", Examples.signed(next)))
                .isEqualTo("422 invalid-directory-record [not-the-member-of-the-path]");
        assertThat(refusal("uz", Examples.signed(dropping))).isEqualTo("422 invalid-directory-record [key-dropped]");
        assertThat(refusal("uz", Examples.alert().from("centre").sign()))
                .isEqualTo("422 invalid-directory-record [type-mismatch]");
        assertThat(refusal("kg", Examples.signed(Examples.entry("kg")))).isIn("409 entry-not-newer []", "202");
        Reply noise = centre.as("admin").put("/v1/directory/uz", "application/jose", new byte[] {1, 2});
        assertThat(noise.problem()).isEqualTo("invalid-directory-record");
        assertThat(CONTRACT.violations("putDirectoryRecord", noise)).isEmpty();
    }

    @Test
    void onlyTheAdministratorMayAndOnlyAsWhatItIs() {
        byte[] jws = Examples.signed(uz).bytes();

        assertThat(centre.as("officer")
                        .put("/v1/directory/uz", "application/jose", jws)
                        .problem())
                .isEqualTo("forbidden");
        assertThat(centre.as("admin")
                        .put("/v1/directory/uz", "application/json", jws)
                        .problem())
                .isEqualTo("unsupported-media-type");
        assertThat(centre.as("admin")
                        .put("/v1/directory/No-Member", "application/jose", jws)
                        .problem())
                .isEqualTo("not-found");
    }

    private static DirectoryEntry next() {
        uz = uz.next(uz.keys(), MemberStatus.ACTIVE);
        return uz;
    }

    private static Reply put(String member, SignedMessage record) {
        return centre.as("admin").put("/v1/directory/" + member, "application/jose", record.bytes());
    }

    private static String refusal(String member, SignedMessage record) {
        Reply reply = put(member, record);
        assertThat(CONTRACT.violations("putDirectoryRecord", reply)).isEmpty();
        List<String> rules = reply.json()
                .path("violations")
                .valueStream()
                .map(violation -> violation.path("rule").asString())
                .toList();
        return reply.status() == 202 ? "202" : reply.status() + " " + reply.problem() + " " + rules;
    }

    private static boolean isSaid(SignedMessage record) {
        return centre.said(Lane.URGENT).stream()
                .anyMatch(said -> Arrays.equals(said.value(), record.bytes())
                        && "uz".equals(new String(said.key(), StandardCharsets.UTF_8)));
    }

    private static long owed(SignedMessage record) {
        return centre.count("select count(*) from owed where digest = '" + record.digest() + "'");
    }
}
