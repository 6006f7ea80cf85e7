/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.protocol.Digest;

/**
 * Seals a claim for the record of the message it was made with, so that this member, and nobody who keeps or relays the
 * record, can read it or tell whether a key was guessed rightly (AES-GCM, NIST SP 800-38D). A seal opens only beside its
 * own message. Nonce, then sealed: 32 bytes of token hash, 32 of request digest, the key.
 */
final class ClaimSeal {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HASH_BYTES = 32;
    private static final int LEAST_BYTES = NONCE_BYTES + 2 * HASH_BYTES + TAG_BITS / Byte.SIZE;

    private final SecretKeySpec secret;
    private final SecureRandom random = new SecureRandom();

    /** A seal of 32 secret bytes. */
    ClaimSeal(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "AES");
    }

    byte[] seal(Claim claim, Digest message) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, message).doFinal(bytes(claim));
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has AES-GCM", missing);
        }
    }

    /** The claim; empty when this seal did not close it, or not for that message. */
    Optional<Claim> open(byte[] sealed, Digest message) {
        if (sealed.length < LEAST_BYTES) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), message);
            return Optional.of(claim(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES)));
        } catch (GeneralSecurityException foreign) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, Digest message) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(message.hex().getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] bytes(Claim claim) {
        byte[] key = claim.key().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 * HASH_BYTES + key.length)
                .put(HexFormat.of().parseHex(claim.token()))
                .put(HexFormat.of().parseHex(claim.request()))
                .put(key)
                .array();
    }

    private static Claim claim(byte[] opened) {
        ByteBuffer bytes = ByteBuffer.wrap(opened);
        String token = hex(bytes);
        String request = hex(bytes);
        return new Claim(token, StandardCharsets.US_ASCII.decode(bytes).toString(), request);
    }

    private static String hex(ByteBuffer bytes) {
        byte[] hash = new byte[HASH_BYTES];
        bytes.get(hash);
        return HexFormat.of().formatHex(hash);
    }
}
