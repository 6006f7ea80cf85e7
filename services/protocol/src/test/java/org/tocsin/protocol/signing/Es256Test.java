/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

/** ES256 by each provider that works here: the published vector of RFC 7515 A.3, and what must not pass. */
class Es256Test {

    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    // RFC 7515 appendix A.3.
    private static final String X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private static final String Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    private static final byte[] INPUT = ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6"
                    + "Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ")
            .getBytes(US_ASCII);
    private static final byte[] SIGNATURE = new Base64URL(
                    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
            .decode();
    private static final SigningKey KEY = SigningKey.generateEs256(Examples.member("kz"));
    private static final Alert ALERT = Examples.alert().from("kz").build();
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    static Stream<Provided.Choice> providers() {
        return Provided.working(Algorithm.ES256);
    }

    @Test
    void fastestProviderIsUsedAndTheJdksIsAlwaysThere() {
        assertThat(providers().map(Provided.Choice::name)).contains("JDK").hasSizeGreaterThan(1);
        assertThat(Algorithm.ES256.chosen().name())
                .isEqualTo(providers().findFirst().orElseThrow().name());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void publishedSignatureIsAccepted(Provided.Choice provider) throws Exception {
        assertThat(provider.accepts(published(), INPUT, SIGNATURE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void flippedBitOrOtherInputIsNot(Provided.Choice provider) throws Exception {
        for (int bit = 0; bit < SIGNATURE.length * 8; bit += 7) {
            byte[] flipped = SIGNATURE.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(provider.accepts(published(), INPUT, flipped))
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(provider.accepts(published(), new byte[] {1}, SIGNATURE)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void bothSignsOfSAreAccepted(Provided.Choice provider) throws Exception {
        byte[] other = joined(r(SIGNATURE), ORDER.subtract(s(SIGNATURE)));

        assertThat(provider.accepts(published(), INPUT, other)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void numberOutOfRangeIsNeverASignature(Provided.Choice provider) throws Exception {
        BigInteger r = r(SIGNATURE);
        BigInteger s = s(SIGNATURE);

        for (BigInteger[] odd : new BigInteger[][] {
            {BigInteger.ZERO, BigInteger.ZERO},
            {BigInteger.ZERO, s},
            {r, BigInteger.ZERO},
            {ORDER, s},
            {r, ORDER},
            {ORDER, ORDER},
            {BigInteger.ONE, BigInteger.ONE},
        }) {
            assertThat(provider.accepts(published(), INPUT, joined(odd[0], odd[1])))
                    .as("%s %s", odd[0], odd[1])
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void derIsNotTheRawForm(Provided.Choice provider) throws Exception {
        Signature der = Signature.getInstance("SHA256withECDSA");
        der.initSign(KEY.privateKey());
        der.update(INPUT);

        assertThat(provider.accepts(KEY.publicKey(), INPUT, der.sign())).isFalse();
        assertThat(provider.accepts(published(), INPUT, Arrays.copyOf(SIGNATURE, 65)))
                .isFalse();
        assertThat(provider.accepts(published(), INPUT, Arrays.copyOf(SIGNATURE, 63)))
                .isFalse();
    }

    @Test
    void pointOffTheCurveOrWithoutItsSecondCoordinateIsNoKey() {
        assertThatThrownBy(() -> Algorithm.ES256.publicKey(key("ES256", X, X))).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> Algorithm.ES256.publicKey(key("ES256", X, null)))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> Algorithm.ES256.publicKey(key("ES256", "AA", "AA")))
                .isInstanceOf(InvalidKeyException.class);
    }

    @Test
    void messageSignedByEs256IsGenuineByTheDirectoryThatListsIt() throws Exception {
        SignedMessage signed = new Signer(KEY).sign(ALERT);
        Directory directory = listing(KEY.toMemberKey(Examples.VALID_FROM, Examples.VALID_UNTIL));

        assertThat(signed.alg()).isEqualTo("ES256");
        assertThat(Verifier.verify(signed, directory, NOW)).isInstanceOf(Verification.Genuine.class);
        byte[] otherS = joined(r(signed.signature()), ORDER.subtract(s(signed.signature())));
        SignedMessage highOrLow = SignedMessage.parse(
                (new String(signed.signingInput(), US_ASCII) + '.' + Base64URL.encode(otherS)).getBytes(US_ASCII));
        assertThat(Verifier.verify(highOrLow, directory, NOW)).isInstanceOf(Verification.Genuine.class);
        assertThat(highOrLow.digest()).isEqualTo(signed.digest());
    }

    @Test
    void algorithmIsTheDirectorysNotTheHeaders() {
        SignedMessage signed = new Signer(KEY).sign(ALERT);
        MemberKey listed = KEY.toMemberKey(Examples.VALID_FROM, Examples.VALID_UNTIL);
        MemberKey otherwise = new MemberKey(
                listed.kid(), "Ed25519", listed.x(), null, listed.validFrom(), listed.validUntil(), null, null);

        assertThat(Verifier.verify(signed, listing(otherwise), NOW))
                .isEqualTo(new Verification.Refused(Refusal.SIGNATURE_INVALID));
    }

    @Test
    void keyIsWrittenAndReadAgain() throws Exception {
        SigningKey read = SigningKey.parse(KEY.toJwk());

        assertThat(read.kid()).isEqualTo(KEY.kid());
        assertThat(Algorithm.ES256.verifies(KEY.publicKey(), INPUT, read.sign(INPUT)))
                .isTrue();
    }

    private static Directory listing(MemberKey key) {
        DirectoryEntry kz = Examples.entry("kz");
        return Directory.EMPTY.with(kz.next(java.util.List.of(key), MemberStatus.ACTIVE));
    }

    private static PublicKey published() throws GeneralSecurityException {
        return Algorithm.ES256.publicKey(key("ES256", X, Y));
    }

    private static MemberKey key(String alg, String x, String y) {
        Member kz = Examples.member("kz");
        return new MemberKey(kz + "/sign/any", alg, x, y, Examples.VALID_FROM, Examples.VALID_UNTIL, null, null);
    }

    private static BigInteger r(byte[] signature) {
        return new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    }

    private static BigInteger s(byte[] signature) {
        return new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    }

    private static byte[] joined(BigInteger r, BigInteger s) {
        byte[] joined = new byte[64];
        put(r, joined, 32);
        put(s, joined, 64);
        return joined;
    }

    private static void put(BigInteger number, byte[] into, int end) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, into, end - length, length);
    }
}
