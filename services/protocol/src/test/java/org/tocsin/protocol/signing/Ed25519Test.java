/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published vectors, typed in, by every provider that the exchange may run on. */
class Ed25519Test {

    // RFC 8032 section 5.1: the order of the base point.
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final HexFormat HEX = HexFormat.of();

    /** What a vector says: the key pair, the message and its signature, in hex. */
    record Vector(String name, String secret, String open, String message, String signature) {

        PrivateKey privateKey() throws GeneralSecurityException {
            byte[] der = HEX.parseHex("302e020100300506032b657004220420" + secret);
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
        }

        PublicKey publicKey() throws GeneralSecurityException {
            return RawPublicKey.read(HEX.parseHex(open));
        }

        byte[] input() {
            return HEX.parseHex(message);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Vector> VECTORS = List.of(
            new Vector(
                    "RFC 8032 7.1 test 1",
                    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                    "",
                    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555f"
                            + "b8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
            new Vector(
                    "RFC 8032 7.1 test 2",
                    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                    "72",
                    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da08"
                            + "5ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
            new Vector(
                    "RFC 8032 7.1 test 3",
                    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                    "af82",
                    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18"
                            + "ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
            new Vector(
                    "RFC 8037 A.4",
                    hex("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"),
                    hex("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
                    HEX.formatHex("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".getBytes(US_ASCII)),
                    hex("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")));

    static Stream<Arguments> byEveryProvider() {
        return Provided.working(Algorithm.ED25519)
                .flatMap(provider -> VECTORS.stream().map(vector -> arguments(provider.name(), vector, provider)));
    }

    @Test
    void correttoIsPreferredThenBouncyCastleThenTheJdk() {
        assertThat(Provided.working(Algorithm.ED25519).map(Provided.Choice::name))
                .containsSubsequence("BC", "JDK")
                .last()
                .isEqualTo("JDK");
        assertThat(Algorithm.ED25519.chosen().name())
                .isEqualTo(Provided.working(Algorithm.ED25519)
                        .findFirst()
                        .orElseThrow()
                        .name());
    }

    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("byEveryProvider")
    void everyProviderSignsAsPublished(String name, Vector vector, Provided.Choice provider) throws Exception {
        assertThat(HEX.formatHex(provider.sign(vector.privateKey(), vector.input())))
                .isEqualTo(vector.signature());
    }

    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("byEveryProvider")
    void everyProviderAcceptsThePublishedSignature(String name, Vector vector, Provided.Choice provider)
            throws Exception {
        assertThat(accepts(provider, vector, vector.signature())).isTrue();
    }

    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("byEveryProvider")
    void everyProviderRefusesASignatureWithOneBitFlipped(String name, Vector vector, Provided.Choice provider)
            throws Exception {
        byte[] signature = HEX.parseHex(vector.signature());

        for (int bit = 0; bit < signature.length * 8; bit += 3) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(accepts(provider, vector, HEX.formatHex(flipped))).isFalse();
        }
    }

    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("byEveryProvider")
    void everyProviderRefusesANonCanonicalS(String name, Vector vector, Provided.Choice provider) throws Exception {
        byte[] signature = HEX.parseHex(vector.signature());
        BigInteger s = littleEndian(Arrays.copyOfRange(signature, 32, 64)).add(ORDER);
        byte[] moved = signature.clone();
        System.arraycopy(littleEndian(s), 0, moved, 32, 32);

        assertThat(accepts(provider, vector, HEX.formatHex(moved))).isFalse();
    }

    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("byEveryProvider")
    void everyProviderRefusesASignatureOfAnotherLength(String name, Vector vector, Provided.Choice provider)
            throws Exception {
        String der = "3044" + "0220" + vector.signature().substring(0, 64) + "0220"
                + vector.signature().substring(64);

        assertThat(accepts(provider, vector, "")).isFalse();
        assertThat(accepts(provider, vector, vector.signature().substring(2))).isFalse();
        assertThat(accepts(provider, vector, vector.signature() + "00")).isFalse();
        assertThat(accepts(provider, vector, der)).isFalse();
        assertThat(accepts(provider, vector, "00".repeat(64))).isFalse();
        assertThat(accepts(provider, vector, "ff".repeat(64))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "",
                "d75a98"
            })
    void keyOfSmallOrderOrInAnotherFormIsNoKey(String raw) {
        assertThatThrownBy(() -> RawPublicKey.read(HEX.parseHex(raw))).isInstanceOf(InvalidKeyException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("providers")
    void keyThatIsNoPointOfTheCurveVerifiesNothingByAnyProvider(String name, Provided.Choice provider)
            throws GeneralSecurityException {
        byte[] forged = new byte[64];
        forged[0] = 1;

        for (int y = 2; y < 40; y++) {
            PublicKey maybe = RawPublicKey.read(littleEndian(BigInteger.valueOf(y)));

            assertThat(acceptsIfUsable(provider, maybe, forged)).isFalse();
        }
    }

    static Stream<Arguments> providers() {
        return Provided.working(Algorithm.ED25519).map(provider -> arguments(provider.name(), provider));
    }

    @Test
    void pointOfOrderEightIsWhatTheCurveSays() {
        // Doubling (x, y) gives y = 0, hence x^2 = -y^2; put into -x^2 + y^2 = 1 + d x^2 y^2.
        BigInteger p = RawPublicKey.PRIME;
        BigInteger d = BigInteger.valueOf(-121665)
                .multiply(BigInteger.valueOf(121666).modInverse(p))
                .mod(p);
        BigInteger square = RawPublicKey.ORDER_8.modPow(BigInteger.TWO, p);

        BigInteger left = d.multiply(square).multiply(square).add(square.shiftLeft(1));

        assertThat(left.mod(p)).isEqualTo(BigInteger.ONE);
    }

    private static boolean accepts(Provided.Choice provider, Vector vector, String signature) throws Exception {
        return provider.accepts(vector.publicKey(), vector.input(), HEX.parseHex(signature));
    }

    private static boolean acceptsIfUsable(Provided.Choice provider, PublicKey key, byte[] signature) {
        try {
            return provider.accepts(key, new byte[] {9}, signature);
        } catch (InvalidKeyException unusable) {
            return false;
        }
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static String hex(String base64url) {
        return HEX.formatHex(new Base64URL(base64url).decode());
    }
}
