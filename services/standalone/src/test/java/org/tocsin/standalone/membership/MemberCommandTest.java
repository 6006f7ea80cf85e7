/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.transport.KeyFiles;

/** A member joins in two steps, gets a next key, loses one and leaves: by files alone. */
class MemberCommandTest {

    @TempDir
    private Path home;

    private String said = "";

    @BeforeEach
    void beTheRegistrar() throws IOException {
        KeyFiles.write(Examples.key("registrar"), home.resolve("registrar.jwk"));
    }

    @Test
    void memberJoinsByARequestWhoseFingerprintIsReadOut() throws Exception {
        String fingerprint = requests("kz.jwk", "kz.jws");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("kz.jwk"))))
                .isEqualTo("rw-------");
        assertThat(said).doesNotContain(Files.readString(home.resolve("kz.jwk")));
        signs(
                "admit",
                "--request",
                home("kz.jws"),
                "--fingerprint",
                fingerprint.toUpperCase(),
                "--out",
                home("one.jws"));

        DirectoryEntry record = record("one.jws");
        assertThat(record.name()).isEqualTo("Kazakhstan");
        assertThat(record.entry()).isEqualTo(1);
        assertThat(record.dutyContact().phone()).isEqualTo("+7");
        assertThat(said)
                .contains("tocsin.outbox.kz.urgent")
                .contains("a Kafka user")
                .contains("PUT /v1/directory/kz");
        assertThat(Files.readString(home.resolve("directory.jws")))
                .isEqualTo(Files.readString(home.resolve("one.jws")));
    }

    @Test
    void wrongFingerprintOrAForgedRequestSignsNothing() throws Exception {
        String fingerprint = requests("kz.jwk", "kz.jws");
        SignedMessage forged = Examples.signer("uz")
                .sign(MessageCodec.decodeRequest(parsed("kz.jws").payload()));
        Files.write(home.resolve("forged.jws"), forged.bytes());

        assertThatThrownBy(() -> signs("admit", "--request", home("kz.jws"), "--fingerprint", "00" + fingerprint))
                .isInstanceOf(CannotRun.class);
        assertThatThrownBy(() -> signs("admit", "--request", home("kz.jws"))).isInstanceOf(CannotRun.class);
        assertThatThrownBy(() -> signs("admit", "--request", home("forged.jws"), "--fingerprint", fingerprint))
                .isInstanceOf(CannotRun.class);
        assertThat(home.resolve("directory.jws")).doesNotExist();
    }

    @Test
    void recordsOfALifeFollowEachOther() throws Exception {
        String first = requests("kz.jwk", "kz.jws");
        signs("admit", "--request", home("kz.jws"), "--fingerprint", first);
        String second = requests("kz-next.jwk", "kz-next.jws");
        signs("rotate", "--request", home("kz-next.jws"), "--fingerprint", second);
        String old = KeyFiles.signingKey(home.resolve("kz.jwk")).kid();

        assertThatThrownBy(() -> signs("revoke", "--member", "kz")).isInstanceOf(CannotRun.class);
        signs("revoke", "--member", "kz", "--key", old, "--reason", "stolen", "--out", home("revoked.jws"));
        signs("suspend", "--member", "kz");
        signs("reinstate", "--member", "kz");
        signs("leave", "--member", "kz", "--out", home("left.jws"));

        assertThat(record("revoked.jws").keys()).extracting(MemberKey::reason).containsExactly("stolen", null);
        assertThat(record("left.jws").entry()).isEqualTo(6);
        assertThat(record("left.jws").status()).isEqualTo(MemberStatus.LEFT);
        assertThat(record("left.jws").keys()).hasSize(2);
    }

    private String requests(String key, String file) throws CannotRun {
        run(List.of(
                "request",
                "--member",
                "kz",
                "--name",
                "Kazakhstan",
                "--desk",
                "Duty desk",
                "--phone",
                "+7",
                "--key",
                home(key),
                "--out",
                home(file)));
        String[] lines = said.split("\n");
        return lines[lines.length - 1].replace(" ", "");
    }

    private void signs(String act, String... options) throws CannotRun {
        List<String> words = new ArrayList<>(List.of(act));
        words.addAll(List.of(options));
        words.addAll(List.of("--registrar-key", home("registrar.jwk"), "--directory", home("directory.jws")));
        run(words);
    }

    private void run(List<String> words) throws CannotRun {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MemberCommand.run(words, Clock.systemUTC(), new PrintStream(out, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
    }

    private DirectoryEntry record(String file) throws Exception {
        SignedMessage signed = parsed(file);
        assertThat(Verifier.verifyByAnchor(signed, Examples.anchor())).isInstanceOf(Verification.Genuine.class);
        return MessageCodec.decodeEntry(signed.payload());
    }

    private SignedMessage parsed(String file) throws Exception {
        return SignedMessage.parse(Files.readString(home.resolve(file)).strip().getBytes(StandardCharsets.US_ASCII));
    }

    private String home(String file) {
        return home.resolve(file).toString();
    }
}
