/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.util.Base64URL;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.testing.Examples;

class SignedMessageTest {

    private static final Alert ALERT = Examples.alert().to("uz").build();
    private static final SignedMessage SIGNED = Examples.signed(ALERT);
    private static final String COMPACT = new String(SIGNED.bytes(), US_ASCII);
    private static final String HEADER = COMPACT.split("\\.")[0];
    private static final String PAYLOAD = COMPACT.split("\\.")[1];
    private static final String SIGNATURE = COMPACT.split("\\.")[2];
    private static final String KID = Examples.key("kz").kid();

    @Test
    void headerIsExactlyAlgorithmKeyAndType() {
        assertThat(new Base64URL(HEADER).decodeToString())
                .contains("\"alg\":\"Ed25519\"", "\"typ\":\"tocsin-alert+jws\"")
                .hasSize(("{\"kid\":\"" + KID + "\",\"typ\":\"tocsin-alert+jws\",\"alg\":\"Ed25519\"}").length());
        assertThat(SIGNED.kid()).isEqualTo(KID);
        assertThat(SIGNED.typ()).isEqualTo("tocsin-alert+jws");
    }

    @Test
    void bytesAndPayloadAreKeptExactly() throws MalformedJws {
        byte[] stored = SIGNED.bytes().clone();

        SignedMessage read = SignedMessage.parse(stored);

        assertThat(read.bytes()).isEqualTo(SIGNED.bytes());
        assertThat(read.payload()).isEqualTo(MessageCodec.encode(ALERT));
        assertThat(read.digest()).isEqualTo(SIGNED.digest());
    }

    @Test
    void digestIsOfTheSigningInputSoTheSignatureDoesNotChangeIt() throws MalformedJws {
        String otherSignature = Base64URL.encode(new byte[64]).toString();

        SignedMessage resigned = read(HEADER, PAYLOAD, otherSignature);

        assertThat(SIGNED.digest()).isEqualTo(Digest.sha256(HEADER + "." + PAYLOAD));
        assertThat(resigned.digest()).isEqualTo(SIGNED.digest());
    }

    @Test
    void digestChangesWithOneBitOfThePayload() throws MalformedJws {
        byte[] other = SIGNED.payload().clone();
        other[other.length / 2] ^= 1;

        assertThat(read(HEADER, Base64URL.encode(other).toString(), SIGNATURE).digest())
                .isNotEqualTo(SIGNED.digest());
    }

    static Stream<Arguments> otherShapes() {
        String json = "{\"payload\":\"" + PAYLOAD + "\",\"protected\":\"" + HEADER + "\",\"signature\":\"" + SIGNATURE
                + "\"}";
        return Stream.of(
                arguments("empty", ""),
                arguments("random", "\u0000\u00ff\u0001"),
                arguments("dots only", ".."),
                arguments("G07 flattened JSON", json),
                arguments("G07 general JSON", "{\"payload\":\"" + PAYLOAD + "\",\"signatures\":[]}"),
                arguments("G07 second signature", COMPACT + "." + SIGNATURE),
                arguments("no signature", HEADER + "." + PAYLOAD),
                arguments("JWE's five parts", COMPACT + ".AAAA.AAAA"),
                arguments("bytes before", " " + COMPACT),
                arguments("bytes behind", COMPACT + "\n"),
                arguments("padding", HEADER + "." + PAYLOAD + "." + SIGNATURE + "=="),
                arguments("padding in the payload", HEADER + "." + Base64URL.encode("{}") + "=." + SIGNATURE),
                arguments("standard alphabet", HEADER + "." + PAYLOAD + ".+/" + SIGNATURE.substring(2)),
                arguments("line break inside", HEADER + "." + PAYLOAD.substring(0, 8) + "\n" + "." + SIGNATURE),
                arguments("trailing bits", HEADER + "." + PAYLOAD + "." + withTrailingBits(SIGNATURE)),
                arguments("one character left over", HEADER + "." + PAYLOAD + "." + SIGNATURE + "AAA"),
                arguments("character that is none in Latin-1", HEADER + "." + PAYLOAD + ".\u00e4" + SIGNATURE),
                arguments(
                        "RFC 7515 A.1, HS256",
                        rfc7515("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9")
                                + "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
                arguments("RFC 7515 A.5, unsecured", rfc7515("eyJhbGciOiJub25lIn0")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherShapes")
    void anyOtherShapeIsMalformed(String row, String bytes) {
        assertThatThrownBy(() -> SignedMessage.parse(bytes.getBytes(ISO_8859_1)))
                .isInstanceOf(MalformedJws.class)
                .hasMessageNotContaining(KID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"None\"}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\"}",
                "{\"alg\":\"Ed25519\",\"typ\":\"T\"}",
                "{\"kid\":\"K\",\"typ\":\"T\"}",
                "{\"alg\":null,\"kid\":\"K\",\"typ\":\"T\"}",
                "{\"alg\":\"Ed25519\",\"kid\":null,\"typ\":\"T\"}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":null}",
                "{\"alg\":\"Ed25519\",\"kid\":7,\"typ\":\"T\"}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":[\"T\"]}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",\"x\":1}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",\"cty\":\"json\"}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",\"b64\":false}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",\"crit\":[]}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",\"jku\":\"https://evil.example/keys\"}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",\"x5u\":\"https://evil.example/cert\"}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",\"typ\":\"U\"}",
                "{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}",
                "[]",
                "null",
                "{",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\"}x",
                "{'alg':'Ed25519','kid':'K','typ':'T'}",
                "{alg:Ed25519,kid:K,typ:T}",
                "{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\",}",
                "\uFEFF{\"alg\":\"Ed25519\",\"kid\":\"K\",\"typ\":\"T\"}",
                ""
            })
    void anyOtherHeaderIsMalformed(String header) {
        assertThatThrownBy(() -> read(Base64URL.encode(header).toString(), PAYLOAD, SIGNATURE))
                .isInstanceOf(MalformedJws.class);
    }

    @Test
    void headerOfDeepNestingOrGreatLengthIsMalformedAndNoMore() {
        String deep = "{\"alg\":" + "[".repeat(200_000);
        String longKid = "{\"alg\":\"Ed25519\",\"typ\":\"T\",\"kid\":\"" + "k".repeat(30_000) + "\"}";

        for (String header : new String[] {deep, longKid}) {
            assertThatThrownBy(() -> read(Base64URL.encode(header).toString(), PAYLOAD, SIGNATURE))
                    .isInstanceOf(MalformedJws.class);
        }
    }

    @Test
    void sizeIsBoundedBeforeAnythingIsRead() throws MalformedJws {
        int room = SignedMessage.MAX_BYTES - HEADER.length() - SIGNATURE.length() - 2;
        String payload = "A".repeat(room - room % 4);

        assertThat(read(HEADER, payload, SIGNATURE).bytes()).hasSizeLessThanOrEqualTo(SignedMessage.MAX_BYTES);
        assertThatThrownBy(() -> read(HEADER, payload + "AAAA", SIGNATURE))
                .isInstanceOf(MalformedJws.class)
                .hasMessage("larger than 700 KiB");
    }

    @Test
    void signerRefusesWhatNobodyWouldCarry() {
        byte[] large = new byte[SignedMessage.MAX_BYTES];

        assertThatThrownBy(() -> Examples.signer("kz").sign(MessageType.ALERT, large))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SignedMessage read(String header, String payload, String signature) throws MalformedJws {
        return SignedMessage.parse((header + "." + payload + "." + signature).getBytes(ISO_8859_1));
    }

    // 64 bytes leave four bits of the last character unused; Base64 decoders forgive what stands there.
    private static String withTrailingBits(String signature) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(signature.charAt(signature.length() - 1));
        return signature.substring(0, signature.length() - 1) + alphabet.charAt(last | 1);
    }

    private static String rfc7515(String header) {
        return header + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
                + "fQ.";
    }
}
