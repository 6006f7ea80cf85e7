/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/**
 * The 32 bytes of an Ed25519 public key (RFC 8032 section 5.1.2). Refuses the points of small order, under which one
 * signature holds for every message (Corretto and the JDK would accept them), and encodings that are not canonical.
 */
final class RawPublicKey {

    private static final int LENGTH = 32;
    // DER around the raw bytes (RFC 8410 section 4).
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** The y of a point of order 8: a root of d y^4 + 2 y^2 - 1. */
    static final BigInteger ORDER_8 =
            new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);

    private static final Set<BigInteger> SMALL_ORDER =
            Set.of(BigInteger.ZERO, BigInteger.ONE, PRIME.subtract(BigInteger.ONE), ORDER_8, PRIME.subtract(ORDER_8));

    private RawPublicKey() {}

    /** The JDK's form of the key. */
    static PublicKey read(byte[] raw) throws GeneralSecurityException {
        if (raw.length != LENGTH) {
            throw new InvalidKeyException("an Ed25519 public key has 32 bytes");
        }
        BigInteger y = y(raw);
        if (y.compareTo(PRIME) >= 0 || SMALL_ORDER.contains(y)) {
            throw new InvalidKeyException("not the canonical form of a point of large order");
        }
        return KeyFactory.getInstance(Algorithm.ED25519.token()).generatePublic(new X509EncodedKeySpec(der(raw)));
    }

    // Little-endian; the highest bit is the sign of x and says nothing about the order.
    private static BigInteger y(byte[] raw) {
        byte[] bigEndian = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bigEndian[i] = raw[LENGTH - 1 - i];
        }
        return new BigInteger(1, bigEndian).clearBit(255);
    }

    private static byte[] der(byte[] raw) {
        byte[] der = new byte[X509.length + LENGTH];
        System.arraycopy(X509, 0, der, 0, X509.length);
        System.arraycopy(raw, 0, der, X509.length, LENGTH);
        return der;
    }
}
