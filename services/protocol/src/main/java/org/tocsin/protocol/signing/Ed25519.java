/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.signing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 (RFC 8032) by the fastest provider that works here, chosen once: Corretto's native one, else Bouncy Castle,
 * else the JDK's, which is some fifteen times slower.
 */
final class Ed25519 {

    static final String NAME = "Ed25519";

    private static final int SIGNATURE_BYTES = 64;

    private static final List<Supplier<Provider>> CANDIDATES = List.of(Ed25519::corretto, BouncyCastleProvider::new);
    private static final Choice CHOSEN = working().findFirst().orElseThrow();

    private Ed25519() {}

    /** The name of the provider in use. */
    static String provider() {
        return CHOSEN.name();
    }

    /** A signature over the input by a key of the JDK's key factory. */
    static byte[] sign(PrivateKey key, byte[] input) throws GeneralSecurityException {
        return CHOSEN.sign(key, input);
    }

    /** Says whether the signature is the key's over the input; a malformed one is simply not. */
    static boolean verifies(PublicKey key, byte[] input, byte[] signature) throws InvalidKeyException {
        return CHOSEN.accepts(key, input, signature);
    }

    /** Every provider that works here, the best first; the JDK's always does. */
    static Stream<Choice> working() {
        return Stream.concat(
                CANDIDATES.stream().flatMap(candidate -> proven(candidate).stream()), Stream.of(new Choice(null)));
    }

    // A provider that cannot load its native half here is passed over: the next one is slower, not weaker.
    private static Optional<Choice> proven(Supplier<Provider> candidate) {
        try {
            Choice choice = new Choice(candidate.get());
            choice.prove();
            return Optional.of(choice);
        } catch (GeneralSecurityException | RuntimeException | LinkageError unusable) {
            return Optional.empty();
        }
    }

    private static Provider corretto() {
        AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
        return AmazonCorrettoCryptoProvider.INSTANCE;
    }

    /** One provider; null means the JDK's. */
    record Choice(@Nullable Provider provider) {

        String name() {
            return provider == null ? "JDK" : provider.getName();
        }

        boolean accepts(PublicKey key, byte[] input, byte[] signature) throws InvalidKeyException {
            try {
                // The JDK ignores bytes behind the signature; two byte strings would pass for one message.
                return signature.length == SIGNATURE_BYTES && verifies(key, input, signature);
            } catch (SignatureException malformed) {
                return false;
            } catch (InvalidKeyException unusable) {
                throw unusable;
            } catch (IllegalArgumentException notOnTheCurve) {
                throw new InvalidKeyException("not a point of the curve", notOnTheCurve);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("the provider no longer has Ed25519", missing);
            }
        }

        private Signature signature() throws GeneralSecurityException {
            return provider == null ? Signature.getInstance(NAME) : Signature.getInstance(NAME, provider);
        }

        byte[] sign(PrivateKey key, byte[] input) throws GeneralSecurityException {
            Signature signature = signature();
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        }

        private boolean verifies(PublicKey key, byte[] input, byte[] bytes) throws GeneralSecurityException {
            Signature signature = signature();
            signature.initVerify(key);
            signature.update(input);
            return signature.verify(bytes);
        }

        /** Uses keys of the JDK's factory, as the exchange does: some providers accept only their own. */
        void prove() throws GeneralSecurityException {
            KeyPair pair = KeyPairGenerator.getInstance(NAME).generateKeyPair();
            byte[] input = {1, 2, 3};
            PublicKey pub = KeyFactory.getInstance(NAME)
                    .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
            if (!verifies(pub, input, sign(pair.getPrivate(), input))) {
                throw new SignatureException("does not verify what it signed");
            }
        }
    }
}
