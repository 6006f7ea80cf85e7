/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.MemberKey;

/** A member's Ed25519 key pair as a JWK (RFC 8037). Made on the member's own machine; the private half never leaves it. */
public final class SigningKey {

    // DER of an Ed25519 private key before its 32 raw bytes (RFC 8410 section 7).
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final int RAW_BYTES = 32;

    private final Member owner;
    private final OctetKeyPair pair;

    private SigningKey(Member owner, OctetKeyPair pair) {
        this.owner = owner;
        this.pair = pair;
    }

    /** Makes a new key pair. */
    public static SigningKey generate(Member owner) {
        try {
            KeyPair fresh = KeyPairGenerator.getInstance(Ed25519.NAME).generateKeyPair();
            return new SigningKey(
                    owner,
                    new OctetKeyPair.Builder(
                                    Curve.Ed25519, raw(fresh.getPublic().getEncoded()))
                            .d(raw(fresh.getPrivate().getEncoded()))
                            .build());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java 17 has Ed25519", missing);
        }
    }

    /** Reads a private JWK as {@link #toJwk} wrote it; the owner is the {@code kid}'s. */
    public static SigningKey parse(String jwk) throws MalformedJws {
        try {
            OctetKeyPair pair = OctetKeyPair.parse(jwk);
            if (!pair.getCurve().equals(Curve.Ed25519) || !pair.isPrivate()) {
                throw new MalformedJws("not a private Ed25519 JWK");
            }
            KeyId kid = KeyId.parse(String.valueOf(pair.getKeyID())).orElseThrow(() -> new MalformedJws("no kid"));
            return withOwnThumbprint(new SigningKey(kid.owner(), pair), kid);
        } catch (ParseException malformed) {
            throw new MalformedJws("not an Ed25519 JWK");
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
        return new OctetKeyPair.Builder(pair).keyID(kid()).build().toJSONString();
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
        return new MemberKey(kid(), Ed25519.NAME, pair.getX().toString(), validFrom, validUntil, null);
    }

    PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance(Ed25519.NAME)
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(joined(PKCS8, pair.getD().decode())));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("an Ed25519 key the JDK does not read", unusable);
        }
    }

    /** The JDK's form of a public key given as base64url of its raw bytes. */
    static PublicKey publicKey(String x) throws GeneralSecurityException {
        return RawPublicKey.read(new Base64URL(x).decode());
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
