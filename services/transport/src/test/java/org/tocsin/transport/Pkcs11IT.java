/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.protocol.signing.SigningKey;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.protocol.testing.Examples;

/** A key in a PKCS#11 module, by SoftHSM where it is installed. */
class Pkcs11IT {

    private static final Member KZ = Examples.member("kz");
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final List<String> PLACES = List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so");

    @TempDir
    private static Path home;

    private static Pkcs11 module;

    @BeforeAll
    static void makeToken() throws Exception {
        Path library =
                PLACES.stream().map(Path::of).filter(Files::exists).findFirst().orElse(null);
        if (library == null) {
            System.out.println("SoftHSM is not installed (Debian: softhsm2): the PKCS#11 test is skipped");
        }
        // SoftHSM reads where its tokens are from the environment of the process: set for tests in the pom.
        String tokens = System.getenv("SOFTHSM2_CONF");
        if (library != null && tokens == null) {
            System.out.println("SOFTHSM2_CONF is not set: the PKCS#11 test is skipped");
        }
        assumeTrue(library != null && tokens != null);
        prepare(Path.of(tokens));
        Files.writeString(home.resolve("pin"), "1234\n");
        Files.writeString(home.resolve("module.cfg"), """
                name = TocsinTest
                library = %s
                slotListIndex = 0
                attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_SIGN = true
                }
                """.formatted(library));
        module = module("kz-signing");
    }

    // A token of its own in the build's directory, whatever the machine has.
    private static void prepare(Path config) throws IOException, InterruptedException {
        Path tokens = Files.createDirectories(config.resolveSibling("tokens-" + System.nanoTime()));
        Files.writeString(
                config, "directories.tokendir = " + tokens.toAbsolutePath() + "\nobjectstore.backend = file\n");
        Process process = new ProcessBuilder(
                        "softhsm2-util",
                        "--init-token",
                        "--free",
                        "--label",
                        "tocsin",
                        "--pin",
                        "1234",
                        "--so-pin",
                        "5678")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void keyMadeInTheModuleSignsAndIsNeverShown() throws IOException {
        SigningKey made = module.make(KZ);
        SigningKey again = module.make(KZ);

        SigningKey read = module.keys(KZ).get(0);

        assertThat(again.kid()).isEqualTo(made.kid());
        assertThat(read.kid()).isEqualTo(made.kid());
        assertThat(read.privateKey().getEncoded()).isNull();
        assertThatThrownBy(read::toJwk).isInstanceOf(IllegalStateException.class);
        Alert alert = Examples.alert().from("kz").build();
        MemberKey listed = read.toMemberKey(Examples.VALID_FROM, Examples.VALID_UNTIL);
        Directory directory = Directory.EMPTY.with(Examples.entry("kz").next(List.of(listed), MemberStatus.ACTIVE));
        for (int round = 0; round < 20; round++) {
            SignedMessage signed = new Signer(read).sign(alert);
            assertThat(Verifier.verify(signed, directory, NOW)).isInstanceOf(Verification.Genuine.class);
        }
        assertThat(listed.alg()).isEqualTo("ES256");
    }

    @Test
    void wrongAliasOrConfigurationIsSaidAsSuch() {
        assertThatThrownBy(() -> module("nobody").keys(KZ))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> new Pkcs11("/nowhere", "kz", "/nowhere").keys(KZ))
                .isInstanceOf(IOException.class);
        assertThat(Pkcs11.NONE.isThere()).isFalse();
    }

    private static Pkcs11 module(String alias) {
        return new Pkcs11(
                home.resolve("module.cfg").toString(),
                alias,
                home.resolve("pin").toString());
    }
}
