/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An identity provider (OpenID Connect) whose signed tokens count here: who it is ({@code issuer}; empty for none), for
 * whom its tokens are made ({@code audience}), and which of their claims say what an account carries. {@code roles} names
 * roles in its words, {@code word=role,word=role}; empty when it uses ours.
 */
@ConfigurationProperties("tocsin.gateway.oidc")
record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String audience,
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue("") String roles,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("tocsin_kind") String kindClaim,
        @DefaultValue("tocsin_standing") String standingClaim,
        @DefaultValue("tocsin_red") String redClaim,
        @DefaultValue("tocsin_ceiling") String ceilingClaim) {

    /** Refuses an issuer that anybody on the way could be, and one without an audience: its tokens may be for others. */
    OidcSettings {
        if (!issuer.isEmpty() && !isSafe(issuer)) {
            throw new IllegalArgumentException(
                    "tocsin.gateway.oidc.issuer (TOCSIN_OIDC_ISSUER) is not an https address");
        }
        if (!issuer.isEmpty() && audience.isEmpty()) {
            throw new IllegalArgumentException("tocsin.gateway.oidc.audience (TOCSIN_OIDC_AUDIENCE) is missing");
        }
        roleNames(roles);
    }

    boolean isConfigured() {
        return !issuer.isEmpty();
    }

    /** Our roles by the provider's words. */
    Map<String, Role> roleNames() {
        return roleNames(roles);
    }

    /** Says whether nobody on the way can answer for that address: https, or this very machine. */
    static boolean isSafe(String address) {
        URI uri = URI.create(address);
        boolean isHere = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
        return uri.getHost() != null && ("https".equals(uri.getScheme()) || isHere && "http".equals(uri.getScheme()));
    }

    private static Map<String, Role> roleNames(String roles) {
        Map<String, Role> names = new LinkedHashMap<>();
        if (roles.isEmpty()) {
            Arrays.stream(Role.values()).forEach(role -> names.put(role.token(), role));
            return names;
        }
        for (String pair : roles.split(",")) {
            String[] words = pair.split("=", 2);
            names.put(words[0].trim(), Role.of(words[words.length - 1].trim()).orElseThrow(OidcSettings::unknownRole));
        }
        return names;
    }

    private static IllegalArgumentException unknownRole() {
        return new IllegalArgumentException("tocsin.gateway.oidc.roles (TOCSIN_OIDC_ROLES) is not word=role,word=role");
    }
}
