/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.IdentityProvider;
import org.tocsin.gateway.testing.Reply;

/** Tokens of a configured identity provider count for what their claims say, and nothing that only looks like one does. */
class OidcIT {

    private static final IdentityProvider PROVIDER = new IdentityProvider();
    private static final String WHO = "/v1/session";
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start(Map.of(
                "tocsin.gateway.oidc.issuer", PROVIDER.issuer(),
                "tocsin.gateway.oidc.audience", "tocsin-kz",
                "tocsin.gateway.oidc.roles", "duty-officer=officer,watch=operator,feed=cert"));
        // Its keys are known from here on.
        assertThat(who(PROVIDER.token("rsa", claims().build())).status()).isEqualTo(200);
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
        PROVIDER.close();
    }

    private static Reply who(String token) {
        return kz.withToken(token).get(WHO);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(PROVIDER.issuer())
                .audience(List.of("other", "tocsin-kz"))
                .subject("aigerim")
                .expirationTime(in(300))
                .claim("preferred_username", "A. Akhmetova")
                .claim("roles", List.of("watch", "unknown"));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static JWSHeader.Builder rs256() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa");
    }

    private static String signed(JWSHeader header) {
        return PROVIDER.token(header, claims().build(), "rsa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ed"})
    void tokenOfEachAlgorithmCountsForWhatItSays(String kid) {
        Reply me = who(PROVIDER.token(
                kid, claims().claim("auth_time", Instant.now().getEpochSecond()).build()));

        assertThat(me.status()).as(me.body()).isEqualTo(200);
        assertThat(me.text("name")).isEqualTo("A. Akhmetova");
        assertThat(me.json().path("roles").toString()).isEqualTo("[\"operator\"]");
        assertThat(me.text("kind")).isEqualTo("person");
        assertThat(me.text("standing")).isEqualTo("constituent");
        assertThat(me.json().path("red").asBoolean()).isFalse();
        assertThat(me.text("signedInAt")).isNotEmpty();
    }

    @Test
    void claimsGiveStandingClearanceAndCeiling() {
        Reply me = who(PROVIDER.token(
                "rsa",
                claims().claim("tocsin_standing", "cert")
                        .claim("tocsin_red", true)
                        .claim("tocsin_ceiling", "TLP:AMBER")
                        .claim("roles", "duty-officer watch")
                        .build()));

        assertThat(me.text("standing")).isEqualTo("cert");
        assertThat(me.json().path("red").asBoolean()).isTrue();
        assertThat(me.text("ceiling")).isEqualTo("TLP:AMBER");
        assertThat(me.json().path("roles").toString()).isEqualTo("[\"operator\",\"officer\"]");
        assertThat(me.text("signedInAt")).isEmpty();
    }

    @Test
    void programSendsAlertsByItsRole() {
        String feed = PROVIDER.token(
                "ec",
                claims().subject("feed")
                        .claim("tocsin_kind", "machine")
                        .claim("roles", List.of("feed"))
                        .build());

        assertThat(kz.withToken(feed).post("/v1/alerts", GatewayIT.DRAFT).status())
                .isEqualTo(202);
        assertThat(kz.withToken(feed).get("/v1/clients").problem()).isEqualTo("forbidden");
    }

    @Test
    void nameThatCouldMislead() {
        Reply me = who(PROVIDER.token(
                "rsa", claims().claim("preferred_username", "x\nFATAL").build()));

        assertThat(me.text("name")).startsWith("oidc-");
    }

    @Test
    void providersTokenStartsNoSession() {
        Reply refused = kz.withToken("")
                .post(
                        WHO,
                        "{\"token\":\"" + PROVIDER.token("ed", claims().build()) + "\"}",
                        "X-Tocsin",
                        "1",
                        "Sec-Fetch-Site",
                        "same-origin");

        assertThat(refused.status()).isIn(403, 422);
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void keyThatCameLaterIsAskedForOnce() {
        PROVIDER.rotate("next");
        int before = PROVIDER.asked();

        assertThat(who(PROVIDER.token("next", claims().build())).status()).isEqualTo(200);
        assertThat(who(PROVIDER.token("next", claims().subject("b").build())).status())
                .isEqualTo(200);
        assertThat(PROVIDER.asked()).isEqualTo(before + 1);
    }

    static Stream<Arguments> claimsThatDoNotCount() {
        return Stream.of(
                arguments("H02 expired", claims().expirationTime(in(-61))),
                arguments("H02 without an end", claims().expirationTime(null)),
                arguments("H02 not yet valid", claims().notBeforeTime(in(120))),
                arguments("H02 for somebody else", claims().audience("tocsin-uz")),
                arguments("H02 for nobody", claims().audience((String) null)),
                arguments("H02 of another issuer", claims().issuer("https://evil.example")),
                arguments("H02 of no issuer", claims().issuer(null)),
                arguments("about nobody", claims().subject(null)),
                arguments(
                        "a program with the clearance",
                        claims().claim("tocsin_kind", "machine").claim("tocsin_red", true)),
                arguments("a ceiling that is none", claims().claim("tocsin_ceiling", "TLP:WHITER")),
                arguments("a clearance that is a text", claims().claim("tocsin_red", "true")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claimsThatDoNotCount")
    void claimsThatDoNotCountAreNobodys(String name, JWTClaimsSet.Builder claims) {
        assertNobodys(PROVIDER.token("rsa", claims.build()));
    }

    static Stream<Arguments> forged() throws ParseException {
        JWTClaimsSet claims = claims().build();
        String good = PROVIDER.token("rsa", claims);
        String payload = good.split("\\.")[1];
        byte[] everybodys = PROVIDER.publicBytes("rsa");
        JWK own = JWK.parse(new String(everybodys, StandardCharsets.UTF_8));
        String evil = PROVIDER.issuer() + "/keys";
        return Stream.of(
                arguments("H03 none", new PlainJWT(claims).serialize()),
                arguments("H03 None, unsigned", raw("{\"alg\":\"None\"}") + '.' + payload + ".AA"),
                arguments("H03 empty signature", good.substring(0, good.lastIndexOf('.') + 1)),
                arguments("H03 another's signature", good.substring(0, good.length() - 8) + "AAAAAAAA"),
                arguments(
                        "H04 HS256 with the public key",
                        IdentityProvider.byMac(
                                new JWSHeader.Builder(JWSAlgorithm.HS256)
                                        .keyID("rsa")
                                        .build(),
                                claims,
                                everybodys)),
                arguments("H05 jwk", signed(rs256().jwk(own).build())),
                arguments("H05 jku", signed(rs256().jwkURL(URI.create(evil)).build())),
                arguments(
                        "H05 x5u", signed(rs256().x509CertURL(URI.create(evil)).build())),
                arguments(
                        "H05 x5c",
                        signed(rs256().x509CertChain(List.of(new com.nimbusds.jose.util.Base64("AA")))
                                .build())),
                arguments(
                        "H06 kid of a path", signed(rs256().keyID("../../keys").build())),
                arguments(
                        "H06 kid with SQL", signed(rs256().keyID("x' or '1'='1").build())),
                arguments(
                        "H06 kid of 10 KB",
                        signed(rs256().keyID("k".repeat(10_000)).build())),
                arguments(
                        "H07 crit",
                        raw("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[\"x\"],\"x\":1}") + '.' + payload + ".AA"),
                arguments(
                        "H07 b64 without crit",
                        raw("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"b64\":false}") + '.' + payload + ".AA"),
                arguments(
                        "H08 JWE",
                        raw("{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647,\"p2s\":\"AA\"}")
                                + ".AA.AA.AA.AA"),
                arguments(
                        "H08 PBES2 in three parts",
                        raw("{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647}") + ".AA.AA"),
                arguments(
                        "H08 zip", raw("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"zip\":\"DEF\"}") + '.' + payload + ".AA"),
                arguments(
                        "H10 nested claims",
                        raw("{\"alg\":\"RS256\",\"kid\":\"rsa\"}") + '.'
                                + raw("{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + '}') + ".AA"),
                arguments("H10 nested header", raw("{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + '}') + ".AA.AA"),
                arguments(
                        "another algorithm",
                        signed(rs256().build()).replaceFirst("^[^.]+", raw("{\"alg\":\"RS512\",\"kid\":\"rsa\"}"))),
                arguments(
                        "another type",
                        signed(rs256().type(new JOSEObjectType("tocsin-alert+jws"))
                                .build())),
                arguments("no JSON", "AAAA.BBBB.CCCC"));
    }

    private static String raw(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forged")
    void whatOnlyLooksLikeATokenIsNobodys(String name, String token) {
        assertNobodys(token);
    }

    // H09: longer than any header may be, so the door closes before.
    @Test
    void tokenOfTwentyThousandCharactersIsNotRead() {
        int before = PROVIDER.asked();

        assertThat(who("A".repeat(20_001)).status()).isIn(401, 431);
        assertThat(PROVIDER.asked()).isEqualTo(before);
    }

    private static void assertNobodys(String token) {
        int before = PROVIDER.asked();

        long began = System.nanoTime();
        Reply reply = who(token);
        long millis = (System.nanoTime() - began) / 1_000_000;

        assertThat(reply.status()).as(reply.body()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("unauthenticated");
        assertThat(PROVIDER.asked()).as("questions to the provider").isEqualTo(before);
        // Some milliseconds alone; much else may run here.
        assertThat(millis).isLessThan(1_000);
    }
}
