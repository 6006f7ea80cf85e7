/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.transport.KeyFiles;

class IdentitiesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final List<Member> TWO = List.of(new Member("kz"), Member.CENTRE);
    private static final List<Member> THREE = List.of(new Member("kz"), new Member("uz"), Member.CENTRE);

    @TempDir
    private Path data;

    private DataLayout layout;
    private Identities identities;

    @BeforeEach
    void beginEmpty() {
        layout = new DataLayout(data);
        identities = new Identities(layout, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void everybodyIsListedInRecordsThatTheAnchorConfirms() throws Exception {
        make(TWO);

        MemberKey anchor = KeyFiles.anchor(layout.anchor());
        assertThat(records()).allSatisfy(record -> assertThat(Verifier.verifyByAnchor(record, anchor))
                .isNotInstanceOf(Verification.Refused.class));
        assertThat(entries())
                .extracting(entry -> entry.member().code())
                .containsExactlyInAnyOrder("registrar", "coordinator", "kz", "centre");
    }

    @Test
    void aKeyIsValidForThirteenMonths() throws Exception {
        make(TWO);

        MemberKey key = entries().get(2).keys().get(0);
        assertThat(key.isValidAt(NOW)).isTrue();
        assertThat(key.isValidAt(NOW.plus(Duration.ofDays(390)))).isTrue();
        assertThat(key.isValidAt(NOW.plus(Duration.ofDays(410)))).isFalse();
    }

    @Test
    void privateKeysAreForTheirOwnerOnly() throws Exception {
        make(TWO);

        Path key = layout.key(new Member("kz"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aLaterMemberIsAddedAndTheOthersRecordsKeepTheirBytes() throws Exception {
        make(TWO);
        List<String> before = Files.readAllLines(layout.directory());

        make(THREE);

        List<String> after = Files.readAllLines(layout.directory());
        assertThat(after).hasSize(before.size() + 1).containsAll(before);
    }

    @Test
    void theRegistrarsLostKeyIsNotSilentlyReplaced() throws Exception {
        make(TWO);
        Files.delete(layout.key(Member.REGISTRAR));

        assertThatExceptionOfType(CannotRun.class).isThrownBy(() -> make(THREE)).withMessageContaining("registrar");
    }

    private void make(List<Member> members) throws IOException, CannotRun {
        identities.makeKeys(members);
        identities.listAll(members);
    }

    private List<SignedMessage> records() throws Exception {
        List<SignedMessage> records = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(layout.directory())) {
            records.add(SignedMessage.parse(line.getBytes(StandardCharsets.US_ASCII)));
        }
        return records;
    }

    private List<DirectoryEntry> entries() throws Exception {
        List<DirectoryEntry> entries = new java.util.ArrayList<>();
        for (SignedMessage record : records()) {
            entries.add(MessageCodec.decodeEntry(record.payload()));
        }
        return entries;
    }
}
