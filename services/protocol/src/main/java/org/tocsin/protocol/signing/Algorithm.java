/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tocsin.protocol.directory.MemberKey;

/**
 * The algorithms the exchange signs by, fully specified (RFC 9864): Ed25519 (RFC 8032), and ES256 (RFC 7518 section 3.4)
 * for the hardware that knows no other.
 */
enum Algorithm {
    /** Ed25519 over the JWK curve of the same name. */
    ED25519("Ed25519", "Ed25519", JWSAlgorithm.Ed25519),
    /** ECDSA on P-256 with SHA-256; the signature is r and s side by side, not DER. */
    ES256("ES256", "SHA256withECDSAinP1363Format", JWSAlgorithm.ES256);

    private static final int SIGNATURE_BYTES = 64;
    private static final int HALF = 32;
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final String token;
    private final String signatureName;
    private final JWSAlgorithm jws;

    Algorithm(String token, String signatureName, JWSAlgorithm jws) {
        this.token = token;
        this.signatureName = signatureName;
        this.jws = jws;
    }

    /** The algorithm of that name, exactly as written; empty for any other. */
    static Optional<Algorithm> of(String token) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.token.equals(token))
                .findFirst();
    }

    /** As the directory and the header write it. */
    String token() {
        return token;
    }

    String signatureName() {
        return signatureName;
    }

    JWSAlgorithm jws() {
        return jws;
    }

    /** The provider in use. */
    Provided.Choice chosen() {
        return this == ED25519 ? ForEd25519.CHOSEN : ForEs256.CHOSEN;
    }

    /** A new key pair by the JDK. */
    KeyPair newPair() throws GeneralSecurityException {
        if (this == ED25519) {
            return KeyPairGenerator.getInstance(token).generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Says whether the signature is the key's over the input; a malformed one is simply not. */
    boolean verifies(PublicKey key, byte[] input, byte[] signature) throws InvalidKeyException {
        return chosen().accepts(key, input, signature);
    }

    /** A signature over the input by a key of the JDK's key factory. */
    byte[] sign(PrivateKey key, byte[] input) throws GeneralSecurityException {
        return chosen().sign(key, input);
    }

    /** The JDK's form of a listed key. Refuses what is no point of the curve, or one of small order. */
    PublicKey publicKey(MemberKey key) throws GeneralSecurityException {
        if (this == ED25519) {
            return RawPublicKey.read(new Base64URL(key.x()).decode());
        }
        if (key.y() == null) {
            throw new InvalidKeyException("a P-256 key has two coordinates");
        }
        return onCurve(key.x(), key.y());
    }

    private static PublicKey onCurve(String x, String y) throws GeneralSecurityException {
        try {
            return new ECKey.Builder(Curve.P_256, new Base64URL(x), new Base64URL(y))
                    .build()
                    .toECPublicKey();
        } catch (com.nimbusds.jose.JOSEException | IllegalStateException | IllegalArgumentException notOnTheCurve) {
            throw new InvalidKeyException("not a point of the curve", notOnTheCurve);
        }
    }

    /**
     * Says whether the bytes could be a signature at all. The JDK ignores bytes behind an Ed25519 one, and some take r or
     * s of 0 (CVE-2022-21449); two byte strings, or one for every message, would pass.
     */
    boolean isWellFormed(byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        return this == ED25519
                || isInRange(Arrays.copyOfRange(signature, 0, HALF))
                        && isInRange(Arrays.copyOfRange(signature, HALF, SIGNATURE_BYTES));
    }

    private static boolean isInRange(byte[] half) {
        BigInteger number = new BigInteger(1, half);
        return number.signum() > 0 && number.compareTo(P256_ORDER) < 0;
    }

    // Each is chosen when it is first used: an enum's constants exist before its providers can be asked.
    private static final class ForEd25519 {
        static final Provided.Choice CHOSEN = first(() -> Provided.working(ED25519));
    }

    private static final class ForEs256 {
        static final Provided.Choice CHOSEN = first(() -> Provided.working(ES256));
    }

    private static Provided.Choice first(Supplier<Stream<Provided.Choice>> working) {
        return working.get().findFirst().orElseThrow();
    }
}
