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
 * An algorithm by the fastest provider that works here, chosen once: Corretto's native one, else Bouncy Castle, else the
 * JDK's, whose Ed25519 is some fifteen times slower.
 */
final class Provided {

    private static final List<Supplier<Provider>> CANDIDATES = List.of(Provided::corretto, BouncyCastleProvider::new);

    private Provided() {}

    /** Every provider of the algorithm that works here, the best first; the JDK's always does. */
    static Stream<Choice> working(Algorithm algorithm) {
        return Stream.concat(
                CANDIDATES.stream().flatMap(candidate -> proven(algorithm, candidate).stream()),
                Stream.of(new Choice(algorithm, null)));
    }

    // A provider that cannot load its native half here is passed over: the next one is slower, not weaker.
    private static Optional<Choice> proven(Algorithm algorithm, Supplier<Provider> candidate) {
        try {
            Choice choice = new Choice(algorithm, candidate.get());
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
    record Choice(Algorithm algorithm, @Nullable Provider provider) {

        String name() {
            return provider == null ? "JDK" : provider.getName();
        }

        boolean accepts(PublicKey key, byte[] input, byte[] signature) throws InvalidKeyException {
            try {
                return algorithm.isWellFormed(signature) && verifies(key, input, signature);
            } catch (SignatureException malformed) {
                return false;
            } catch (InvalidKeyException unusable) {
                throw unusable;
            } catch (IllegalArgumentException notOnTheCurve) {
                throw new InvalidKeyException("not a point of the curve", notOnTheCurve);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("the provider no longer has " + algorithm.token(), missing);
            }
        }

        private Signature signature() throws GeneralSecurityException {
            String name = algorithm.signatureName();
            return provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
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
            KeyPair pair = algorithm.newPair();
            byte[] input = {1, 2, 3};
            PublicKey pub = KeyFactory.getInstance(pair.getPublic().getAlgorithm())
                    .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
            if (!verifies(pub, input, sign(pair.getPrivate(), input))) {
                throw new SignatureException("does not verify what it signed");
            }
        }
    }
}
