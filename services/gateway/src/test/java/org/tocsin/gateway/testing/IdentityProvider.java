/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An identity provider on loopback: it serves its discovery document and its keys over HTTP, signs tokens with them and
 * counts how often it is asked. (An authorization server of the framework would bring a second, servlet-based security
 * into the process under test and change what is tested.)
 */
public final class IdentityProvider implements AutoCloseable {

    private static final int RAW_KEY = 32;

    private final HttpServer server;
    private final List<JWK> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final KeyPair ed25519;

    /** Starts one with an RSA, an EC and an Ed25519 key. */
    public IdentityProvider() {
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            this.ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            keys.add(new RSAKeyGenerator(2048).keyID("rsa").generate());
            keys.add(new ECKeyGenerator(Curve.P_256).keyID("ec").generate());
            byte[] encoded = ed25519.getPublic().getEncoded();
            Base64URL x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length));
            keys.add(new OctetKeyPair.Builder(Curve.Ed25519, x).keyID("ed").build());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException | JOSEException failure) {
            throw new IllegalStateException(failure);
        }
        serve("/.well-known/openid-configuration");
        serve("/keys");
        server.start();
    }

    /** Its address, as its tokens name it. */
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often it was asked for anything. */
    public int asked() {
        return asked.get();
    }

    /** A further RSA key from now on. */
    public void rotate(String kid) {
        try {
            keys.add(new RSAKeyGenerator(2048).keyID(kid).generate());
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The public half of a key, as bytes that everybody can have. */
    public byte[] publicBytes(String kid) {
        return key(kid).toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    }

    /** A token of the claims, signed with the key of that name. */
    public String token(String kid, JWTClaimsSet claims) {
        JWSAlgorithm algorithm =
                switch (key(kid).getKeyType().getValue()) {
                    case "RSA" -> JWSAlgorithm.RS256;
                    case "EC" -> JWSAlgorithm.ES256;
                    default -> JWSAlgorithm.EdDSA;
                };
        return token(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims, kid);
    }

    /** A token with any header, signed with the key of that name. */
    public String token(JWSHeader header, JWTClaimsSet claims, String kid) {
        try {
            JWK key = key(kid);
            return key instanceof OctetKeyPair ? byEd25519(header, claims) : signed(header, claims, signer(key));
        } catch (JOSEException | GeneralSecurityException | ParseException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A token that pretends by a secret everybody can have. */
    public static String byMac(JWSHeader header, JWTClaimsSet claims, byte[] secret) {
        try {
            return signed(header, claims, new MACSigner(secret));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
    }

    private String byEd25519(JWSHeader header, JWTClaimsSet claims) throws GeneralSecurityException, ParseException {
        SignedJWT token = new SignedJWT(header, claims);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(ed25519.getPrivate());
        signature.update(token.getSigningInput());
        return new SignedJWT(header.toBase64URL(), token.getPayload().toBase64URL(), Base64URL.encode(signature.sign()))
                .serialize();
    }

    private JWK key(String kid) {
        return keys.stream()
                .filter(key -> key.getKeyID().equals(kid))
                .findFirst()
                .orElseThrow();
    }

    private void serve(String path) {
        server.createContext(path, exchange -> {
            asked.incrementAndGet();
            String document = path.equals("/keys")
                    ? new JWKSet(keys).toString(true)
                    : "{\"issuer\":\"" + issuer() + "\",\"jwks_uri\":\"" + issuer() + "/keys\"}";
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
