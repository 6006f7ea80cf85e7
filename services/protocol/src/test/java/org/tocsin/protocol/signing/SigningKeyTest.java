/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.testing.Examples;

class SigningKeyTest {

    // RFC 8037 A.1, with a kid of the exchange's form; the thumbprint is that of A.3.
    private static final String D = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    private static final String X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    private static final String KID = "kz/sign/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    private static final String JWK =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + KID + "\",\"d\":\"" + D + "\",\"x\":\"" + X + "\"}";

    @Test
    void kidIsTheOwnerAndThePublishedThumbprint() throws MalformedJws {
        SigningKey key = SigningKey.parse(JWK);

        assertThat(key.owner()).isEqualTo(new Member("kz"));
        assertThat(key.kid()).isEqualTo(KID);
    }

    @Test
    void publicHalfIsThePublishedOne() throws MalformedJws {
        MemberKey listed = SigningKey.parse(JWK).toMemberKey(Examples.VALID_FROM, Examples.VALID_UNTIL);

        assertThat(listed.x()).isEqualTo(X);
        assertThat(listed.alg()).isEqualTo("Ed25519");
        assertThat(listed.kid()).isEqualTo(KID);
        assertThat(listed.toString()).doesNotContain(D);
    }

    @Test
    void privateKeySignsAsPublished() throws Exception {
        byte[] input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".getBytes(StandardCharsets.US_ASCII);

        byte[] signature = Algorithm.ED25519.sign(SigningKey.parse(JWK).privateKey(), input);

        assertThat(Base64URL.encode(signature).toString())
                .isEqualTo("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    }

    @Test
    void newKeyReadsBackAsItWasWritten() throws MalformedJws {
        SigningKey fresh = SigningKey.generate(new Member("tj"));

        SigningKey read = SigningKey.parse(fresh.toJwk());

        assertThat(read.kid()).isEqualTo(fresh.kid()).startsWith("tj/sign/");
        assertThat(new Signer(read).sign(Examples.alert().from("tj").build()).bytes())
                .isNotEmpty();
        assertThat(fresh.toString()).doesNotContain(fresh.toJwk());
    }

    @Test
    void twoNewKeysDiffer() {
        assertThat(SigningKey.generate(new Member("tj")).kid())
                .isNotEqualTo(SigningKey.generate(new Member("tj")).kid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "not json",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"" + D + "\",\"x\":\"" + X + "\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + KID + "\",\"x\":\"" + X + "\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"" + KID + "\",\"d\":\"" + D + "\",\"x\":\"" + X + "\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"kz/sign/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4l\","
                        + "\"d\":\"" + D + "\",\"x\":\"" + X + "\"}",
                "{\"kty\":\"oct\",\"kid\":\"" + KID + "\",\"k\":\"" + D + "\"}"
            })
    void anythingButAPrivateEd25519KeyUnderItsOwnKidIsRefused(String jwk) {
        assertThatThrownBy(() -> SigningKey.parse(jwk))
                .isInstanceOf(MalformedJws.class)
                .hasMessageNotContaining(D);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kz",
                "kz/sign/",
                "kz/sign/short",
                "KZ/sign/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                "kz/seal/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                "../sign/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                "kz/sign/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\n",
                "kz/sign/kPrK+qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                "kz/sign/'; drop table alert; --"
            })
    void nothingElseIsAKid(String text) {
        assertThat(KeyId.parse(KID)).hasValueSatisfying(kid -> assertThat(kid).hasToString(KID));
        assertThat(KeyId.parse(text)).isEmpty();
    }
}
