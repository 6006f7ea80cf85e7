/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;

/** The certificate without which no key store keeps a key. It binds nothing: validity is the directory's affair. */
final class SelfSigned {

    private static final Instant EVER = Instant.parse("9999-12-31T23:59:59Z");
    private static final int SERIAL_BITS = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SelfSigned() {}

    static X509Certificate certificate(Member owner, PublicKey pub, PrivateKey priv, @Nullable Provider provider)
            throws GeneralSecurityException {
        X500Principal name = new X500Principal("CN=" + owner.code());
        JcaX509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                name, new BigInteger(SERIAL_BITS, RANDOM), Date.from(Instant.EPOCH), Date.from(EVER), name, pub);
        String algorithm = pub.getAlgorithm().startsWith("EC") ? "SHA256withECDSA" : "Ed25519";
        try {
            JcaContentSignerBuilder signer = new JcaContentSignerBuilder(algorithm);
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            certificate.build((provider == null ? signer : signer.setProvider(provider)).build(priv)));
        } catch (OperatorCreationException unusable) {
            throw new GeneralSecurityException("the key signs no certificate", unusable);
        }
    }
}
