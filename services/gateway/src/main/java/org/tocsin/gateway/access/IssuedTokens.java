/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;

/**
 * Bearer tokens that a configured identity provider has signed (RFC 7519, judged as RFC 8725 advises). The form comes
 * first, then the claims, the key and the signature last, so that what cannot count costs no question to the provider:
 * only asymmetric algorithms, only parameters that say which key, which never say where it would be found.
 */
@Component
@EnableConfigurationProperties(OidcSettings.class)
class IssuedTokens {

    private static final int LONGEST = 20_000;
    private static final int FEWEST_RSA_BITS = 2_048;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_=~+-]([A-Za-z0-9_=~+.-]{0,198}[A-Za-z0-9_=~+-])?");
    private static final Set<String> PARAMETERS = Set.of("alg", "kid", "typ", "x5t", "x5t#S256");
    private static final Set<String> TYPES = Set.of("JWT", "AT+JWT", "APPLICATION/AT+JWT");
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);
    // What an Ed25519 key of the platform begins with, before its 32 bytes (RFC 8410).
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final OidcSettings settings;
    private final IssuedClaims claims;
    private final IssuerKeys keys;
    private final Clock clock;

    IssuedTokens(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.claims = new IssuedClaims(settings);
        this.keys = new IssuerKeys(settings.issuer(), clock);
        this.clock = clock;
    }

    /** Says whether a text may be such a token at all, so that looking closer is worth it. */
    boolean mayBe(String text) {
        return settings.isConfigured()
                && text.length() <= LONGEST
                && FORM.matcher(text).matches();
    }

    /** The caller of a token; empty when it does not count. May wait for the provider's keys. */
    Optional<Caller> find(Presented presented) {
        try {
            SignedJWT token = SignedJWT.parse(presented.text());
            if (!isPlain(token.getHeader())) {
                return Optional.empty();
            }
            JWTClaimsSet said = token.getJWTClaimsSet();
            return claims.count(said, clock.instant()) && isSigned(token)
                    ? claims.caller(said, presented.key())
                    : Optional.empty();
        } catch (ParseException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(JWSHeader header) {
        String kid = header.getKeyID();
        return ALGORITHMS.contains(header.getAlgorithm())
                && PARAMETERS.containsAll(header.getIncludedParams())
                && (kid == null || KEY.matcher(kid).matches() && !kid.contains(".."))
                && (header.getType() == null
                        || TYPES.contains(header.getType().getType().toUpperCase(java.util.Locale.ROOT)));
    }

    private boolean isSigned(SignedJWT token) {
        for (JWK key : keysOf(token.getHeader())) {
            if (isSignedBy(key, token)) {
                return true;
            }
        }
        return false;
    }

    private List<JWK> keysOf(JWSHeader header) {
        try {
            return keys.of(header);
        } catch (RateLimitReachedException unknownKeyAgain) {
            return List.of();
        } catch (KeySourceException unreachable) {
            throw new Refused(ProblemType.UNAVAILABLE, "The identity provider does not give its keys.");
        }
    }

    private static boolean isSignedBy(JWK key, SignedJWT token) {
        try {
            if (key instanceof RSAKey rsa) {
                return rsa.size() >= FEWEST_RSA_BITS && token.verify(new RSASSAVerifier(rsa));
            }
            if (key instanceof ECKey ec) {
                return token.verify(new ECDSAVerifier(ec));
            }
            return key instanceof OctetKeyPair okp && isSignedByEd25519(okp, token);
        } catch (JOSEException | GeneralSecurityException unusableKey) {
            return false;
        }
    }

    // The library's own Ed25519 needs another library; the platform has it.
    private static boolean isSignedByEd25519(OctetKeyPair key, SignedJWT token) throws GeneralSecurityException {
        byte[] raw = key.getDecodedX();
        byte[] encoded = java.util.Arrays.copyOf(ED25519, ED25519.length + raw.length);
        System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        signature.update(token.getSigningInput());
        return signature.verify(token.getSignature().decode());
    }
}
