/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.release.Reader;

/**
 * What the claims of an identity provider's token say of an account here. What they do not say is the least: no role, a
 * constituent, without clearance. Only what is a person is so without saying it.
 */
final class IssuedClaims {

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,63}");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[ ,]+");
    private static final int SHORT_ACCOUNT = 12;

    private final OidcSettings settings;

    IssuedClaims(OidcSettings settings) {
        this.settings = settings;
    }

    /** Says whether a token with these claims would count now, were it signed (RFC 7519 section 4.1). */
    boolean count(JWTClaimsSet claims, Instant now) {
        Date expires = claims.getExpirationTime();
        Date begins = claims.getNotBeforeTime();
        return settings.issuer().equals(claims.getIssuer())
                && claims.getAudience().contains(settings.audience())
                && claims.getSubject() != null
                && expires != null
                && expires.toInstant().plus(SKEW).isAfter(now)
                && (begins == null || !begins.toInstant().minus(SKEW).isAfter(now));
    }

    /** The account of claims that count; empty when they contradict themselves. {@code key} is the token's hash. */
    Optional<Caller> caller(JWTClaimsSet claims, String key) {
        try {
            Reader reader = reader(claims);
            String account = account(claims);
            Instant signedIn = reader.being() == Reader.Being.PERSON ? instant(claims.getDateClaim("auth_time")) : null;
            Instant until = claims.getExpirationTime().toInstant().plus(SKEW);
            Proof proof = new Proof(Proof.Kind.ISSUED, key, signedIn, until);
            return Optional.of(new Caller(account, name(claims, account), roles(claims), reader, proof));
        } catch (ParseException | IllegalArgumentException contradiction) {
            return Optional.empty();
        }
    }

    // Another issuer's subject of the same name is somebody else.
    private static String account(JWTClaimsSet claims) {
        return Digest.sha256(claims.getIssuer() + '\n' + claims.getSubject()).hex();
    }

    // Names go into the log, so what is none there is replaced.
    private String name(JWTClaimsSet claims, String account) throws ParseException {
        String name = text(claims, settings.nameClaim());
        return name != null && NAME.matcher(name).matches() ? name : "oidc-" + account.substring(0, SHORT_ACCOUNT);
    }

    private Reader reader(JWTClaimsSet claims) throws ParseException {
        boolean isMachine = "machine".equals(text(claims, settings.kindClaim()));
        boolean isOfCert = "cert".equals(text(claims, settings.standingClaim()));
        boolean red = Boolean.TRUE.equals(claims.getBooleanClaim(settings.redClaim()));
        String ceiling = text(claims, settings.ceilingClaim());
        return new Reader(
                isMachine ? Reader.Being.MACHINE : Reader.Being.PERSON,
                isOfCert ? Reader.Standing.CERT : Reader.Standing.CONSTITUENT,
                red,
                ceiling == null ? null : Label.of(ceiling));
    }

    private Set<Role> roles(JWTClaimsSet claims) {
        return words(claims.getClaim(settings.rolesClaim()))
                .flatMap(word -> Optional.ofNullable(settings.roleNames().get(word)).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    // A list, or one text of words as in the claim scope (RFC 8693 section 4.2).
    private static Stream<String> words(@Nullable Object claim) {
        if (claim instanceof String text) {
            return Arrays.stream(BETWEEN_WORDS.split(text));
        }
        Collection<?> list = claim instanceof Collection<?> several ? several : List.of();
        return list.stream().filter(String.class::isInstance).map(String.class::cast);
    }

    private static @Nullable String text(JWTClaimsSet claims, String claim) throws ParseException {
        return claims.getStringClaim(claim);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
