/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The keys an identity provider signs with, found by its discovery document (OpenID Connect Discovery 1.0) when they are
 * first needed. They are kept, asked for again when a token names a key that is not among them (at most twice in half a
 * minute), and used for an hour more while the provider does not answer.
 */
final class IssuerKeys {

    private static final int PATIENCE_MILLIS = 2_000;
    private static final int MOST_BYTES = 256 * 1024;
    private static final long KEPT_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long REFRESH_MILLIS = Duration.ofSeconds(15).toMillis();
    private static final long APART_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final long OUTAGE_MILLIS = Duration.ofHours(1).toMillis();
    private static final Duration BETWEEN_DISCOVERIES = Duration.ofSeconds(5);

    private final String issuer;
    private final Clock clock;
    private final DefaultResourceRetriever http =
            new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, MOST_BYTES);
    private @Nullable JWKSource<SecurityContext> source;
    private Instant nextDiscovery = Instant.MIN;

    IssuerKeys(String issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The keys that may have signed under that header. May wait for the provider. */
    List<JWK> of(JWSHeader header) throws KeySourceException {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
        return matcher == null ? List.of() : source().get(new JWKSelector(matcher), null);
    }

    private synchronized JWKSource<SecurityContext> source() throws KeySourceException {
        if (source == null) {
            source = JWKSourceBuilder.create(url(discovered()), http)
                    .cache(KEPT_MILLIS, REFRESH_MILLIS)
                    .refreshAheadCache(false)
                    .rateLimited(APART_MILLIS)
                    .outageTolerant(OUTAGE_MILLIS)
                    .build();
        }
        return Objects.requireNonNull(source);
    }

    // Many may wait for this, so a provider that does not answer is not asked by each of them.
    private URI discovered() throws KeySourceException {
        if (clock.instant().isBefore(nextDiscovery)) {
            throw new KeySourceException("the identity provider did not answer");
        }
        nextDiscovery = clock.instant().plus(BETWEEN_DISCOVERIES);
        try {
            URI place = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
            return keysOf(WireJson.MAPPER.readTree(
                    http.retrieveResource(place.toURL()).getContent()));
        } catch (IOException | JacksonException | IllegalArgumentException failure) {
            throw new KeySourceException("the identity provider's discovery document cannot be read", failure);
        }
    }

    private URI keysOf(JsonNode document) throws KeySourceException {
        String keys = document.path("jwks_uri").asString("");
        if (!document.path("issuer").asString("").equals(issuer) || !OidcSettings.isSafe(keys)) {
            throw new KeySourceException("the identity provider's discovery document is not its own");
        }
        return URI.create(keys);
    }

    private static URL url(URI place) throws KeySourceException {
        try {
            return place.toURL();
        } catch (MalformedURLException malformed) {
            throw new KeySourceException("the identity provider's keys have no place", malformed);
        }
    }
}
