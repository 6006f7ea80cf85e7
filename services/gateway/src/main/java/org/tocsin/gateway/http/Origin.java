/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers find this gateway (RFC 6454): {@code https://tocsin.example}. Not configured, it is whatever host a
 * request names, over http or https.
 */
public final class Origin {

    private static final String HTTPS = "https://";

    private final String configured;

    /** An origin as it is configured; empty when it is not. */
    public Origin(String configured) {
        if (!configured.isEmpty() && !isOrigin(configured)) {
            throw new IllegalArgumentException(
                    "tocsin.gateway.origin (TOCSIN_ORIGIN) is not like https://tocsin.example");
        }
        this.configured = configured.toLowerCase(Locale.ROOT);
    }

    /** Says whether a page from there, asking under this Host, is one of ours. */
    public boolean isOurs(String from, @Nullable String host) {
        if (!configured.isEmpty()) {
            return configured.equalsIgnoreCase(from);
        }
        return host != null && (from.equalsIgnoreCase(HTTPS + host) || from.equalsIgnoreCase("http://" + host));
    }

    boolean isHttps() {
        return configured.startsWith(HTTPS);
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            boolean isBare = uri.getRawPath() != null && uri.getRawPath().isEmpty() && uri.getRawUserInfo() == null;
            return isBare
                    && uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (java.net.URISyntaxException malformed) {
            return false;
        }
    }
}
