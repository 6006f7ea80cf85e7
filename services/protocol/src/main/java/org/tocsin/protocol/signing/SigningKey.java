/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.MemberKey;

/**
 * A member's key pair, Ed25519 (RFC 8037) or P-256. Made on the member's own machine; the private half never leaves it.
 * One in a hardware module does not even show it to us: we hold a handle, and the module signs.
 */
public final class SigningKey {

    // DER of an Ed25519 private key before its 32 raw bytes (RFC 8410 section 7).
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final int RAW_BYTES = 32;

    private final Member owner;
    private final JWK pair;
    private final PrivateKey privateKey;
    private final Provided.@Nullable Choice module;

    private SigningKey(Member owner, JWK pair, PrivateKey privateKey, Provided.@Nullable Choice module) {
        this.owner = owner;
        this.pair = pair;
        this.privateKey = privateKey;
        this.module = module;
    }

    /** Makes a new Ed25519 key pair. */
    public static SigningKey generate(Member owner) {
        return generate(owner, Algorithm.ED25519);
    }

    /** Makes a new P-256 key pair, to sign by ES256. */
    public static SigningKey generateEs256(Member owner) {
        return generate(owner, Algorithm.ES256);
    }

    private static SigningKey generate(Member owner, Algorithm algorithm) {
        try {
            KeyPair fresh = algorithm.newPair();
            return of(owner, fresh.getPublic(), fresh.getPrivate());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java 17 has " + algorithm.token(), missing);
        }
    }

    /** The key pair as a key store gives it: Ed25519, or on the curve P-256. */
    public static SigningKey of(Member owner, PublicKey pub, PrivateKey priv) throws GeneralSecurityException {
        return new SigningKey(owner, jwk(pub, priv), priv, null);
    }

    /** A key pair in a module, which signs through that provider and reveals nothing. */
    public static SigningKey inModule(Member owner, PublicKey pub, PrivateKey handle, Provider provider)
            throws GeneralSecurityException {
        JWK shown = jwk(pub, null);
        return new SigningKey(owner, shown, handle, new Provided.Choice(algorithm(shown), provider));
    }

    private static JWK jwk(PublicKey pub, @Nullable PrivateKey priv) throws GeneralSecurityException {
        try {
            if (pub instanceof ECPublicKey ec) {
                ECKey.Builder key = new ECKey.Builder(Curve.P_256, ec);
                return priv == null ? key.build() : key.privateKey(priv).build();
            }
            OctetKeyPair.Builder key = new OctetKeyPair.Builder(Curve.Ed25519, raw(pub.getEncoded()));
            return priv == null ? key.build() : key.d(raw(priv.getEncoded())).build();
        } catch (IllegalStateException | IllegalArgumentException otherCurve) {
            throw new java.security.InvalidKeyException("neither Ed25519 nor P-256", otherCurve);
        }
    }

    /** Reads a private JWK as {@link #toJwk} wrote it; the owner is the {@code kid}'s. */
    public static SigningKey parse(String jwk) throws MalformedJws {
        try {
            JWK pair = JWK.parse(jwk);
            boolean isKnown = pair instanceof OctetKeyPair okp && okp.getCurve().equals(Curve.Ed25519)
                    || pair instanceof ECKey ec && ec.getCurve().equals(Curve.P_256);
            if (!isKnown || !pair.isPrivate()) {
                throw new MalformedJws("not a private Ed25519 or P-256 JWK");
            }
            KeyId kid = KeyId.parse(String.valueOf(pair.getKeyID())).orElseThrow(() -> new MalformedJws("no kid"));
            return withOwnThumbprint(new SigningKey(kid.owner(), pair, privateKey(pair), null), kid);
        } catch (ParseException | JOSEException | IllegalStateException malformed) {
            throw new MalformedJws("not a private Ed25519 or P-256 JWK");
        }
    }

    private static SigningKey withOwnThumbprint(SigningKey key, KeyId kid) throws MalformedJws {
        if (!key.kid().equals(kid.toString())) {
            throw new MalformedJws("the kid is another key's");
        }
        return key;
    }

    /** The private JWK, a secret. */
    public String toJwk() {
        if (module != null) {
            throw new IllegalStateException("a key in a module is not shown");
        }
        return pair instanceof ECKey ec
                ? new ECKey.Builder(ec).keyID(kid()).build().toJSONString()
                : new OctetKeyPair.Builder((OctetKeyPair) pair)
                        .keyID(kid())
                        .build()
                        .toJSONString();
    }

    /** Who signs with it. */
    public Member owner() {
        return owner;
    }

    /** The {@code kid} of what it signs. */
    public String kid() {
        try {
            return new KeyId(owner, pair.computeThumbprint().toString()).toString();
        } catch (JOSEException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** The public half as the directory lists it. */
    public MemberKey toMemberKey(Instant validFrom, Instant validUntil) {
        String x = pair instanceof ECKey ec
                ? ec.getX().toString()
                : ((OctetKeyPair) pair).getX().toString();
        String y = pair instanceof ECKey ec ? ec.getY().toString() : null;
        return new MemberKey(kid(), algorithm().token(), x, y, validFrom, validUntil, null, null);
    }

    Algorithm algorithm() {
        return algorithm(pair);
    }

    /** The private half, or the handle of one in a module. For key stores; it is not to be shown. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** The public half as the JDK has it. */
    public PublicKey publicKey() {
        try {
            return algorithm().publicKey(toMemberKey(Instant.EPOCH, Instant.MAX));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("a key of our own the JDK does not read", unusable);
        }
    }

    byte[] sign(byte[] input) throws GeneralSecurityException {
        return module == null ? algorithm().sign(privateKey, input) : module.sign(privateKey, input);
    }

    private static Algorithm algorithm(JWK pair) {
        return pair instanceof ECKey ? Algorithm.ES256 : Algorithm.ED25519;
    }

    private static PrivateKey privateKey(JWK pair) throws JOSEException {
        if (pair instanceof ECKey ec) {
            return ec.toECPrivateKey();
        }
        try {
            byte[] raw = ((OctetKeyPair) pair).getD().decode();
            return KeyFactory.getInstance(Algorithm.ED25519.token())
                    .generatePrivate(new PKCS8EncodedKeySpec(joined(PKCS8, raw)));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("an Ed25519 key the JDK does not read", unusable);
        }
    }

    private static Base64URL raw(byte[] der) {
        return Base64URL.encode(Arrays.copyOfRange(der, der.length - RAW_BYTES, der.length));
    }

    private static byte[] joined(byte[] prefix, byte[] raw) {
        byte[] der = Arrays.copyOf(prefix, prefix.length + raw.length);
        System.arraycopy(raw, 0, der, prefix.length, raw.length);
        return der;
    }
}
