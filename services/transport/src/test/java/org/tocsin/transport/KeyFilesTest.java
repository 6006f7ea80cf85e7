/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.protocol.signing.SigningKey;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.protocol.testing.Examples;

class KeyFilesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir
    private Path home;

    static Stream<SigningKey> keys() {
        return Stream.of(SigningKey.generate(Examples.member("kz")), SigningKey.generateEs256(Examples.member("kz")));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void storeGivesTheKeyBackWithItsOwner(SigningKey key) throws IOException {
        KeyFiles.write(key, home.resolve("signing.p12"));

        SigningKey read = KeyFiles.signingKey(home.resolve("signing.p12"));

        assertThat(read.kid()).isEqualTo(key.kid());
        assertThat(read.owner()).isEqualTo(Examples.member("kz"));
        Alert alert = Examples.alert().from("kz").build();
        SignedMessage signed = new Signer(read).sign(alert);
        Directory listing = Directory.EMPTY.with(Examples.entry("kz")
                .next(List.of(key.toMemberKey(Examples.VALID_FROM, Examples.VALID_UNTIL)), MemberStatus.ACTIVE));
        assertThat(Verifier.verify(signed, listing, NOW)).isInstanceOf(Verification.Genuine.class);
    }

    @Test
    void storeAndPasswordAreTheirOwnersAloneAndNeverOverwritten() throws IOException {
        Path store = home.resolve("signing.p12");
        KeyFiles.write(Examples.key("kz"), store);

        for (String file : List.of("signing.p12", "signing.password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThatThrownBy(() -> KeyFiles.write(Examples.key("kz"), store)).isInstanceOf(IOException.class);
        assertThat(KeyFiles.signingKey(store).kid())
                .isEqualTo(Examples.key("kz").kid());
    }

    @Test
    void wrongPasswordOrNoStoreIsSaidAsSuch() throws IOException {
        Path store = home.resolve("signing.p12");
        assertThatThrownBy(() -> KeyFiles.signingKey(store)).isInstanceOf(IOException.class);
        KeyFiles.write(Examples.key("kz"), store);
        Files.writeString(home.resolve("signing.password"), "another");

        assertThatThrownBy(() -> KeyFiles.signingKey(store)).isInstanceOf(IOException.class);
    }

    @Test
    void keyOfAnOlderVersionIsReadWhereAStoreIsNamed() throws IOException {
        KeyFiles.write(Examples.key("kz"), home.resolve("signing.jwk"));

        assertThat(KeyFiles.signingKey(home.resolve("signing.p12")).kid())
                .isEqualTo(Examples.key("kz").kid());
    }

    @Test
    void anothersKeyIsRefused() throws IOException {
        Path file = home.resolve("signing.jwk");
        KeyFiles.write(Examples.key("uz"), file);

        assertThatThrownBy(() -> KeyFiles.signingKeys(Examples.member("kz"), List.of(file), Pkcs11.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("kz's");
        assertThatThrownBy(() -> KeyFiles.signingKeys(Examples.member("kz"), List.of(), Pkcs11.NONE))
                .hasMessageContaining("TOCSIN_KEY_FILE");
    }
}
