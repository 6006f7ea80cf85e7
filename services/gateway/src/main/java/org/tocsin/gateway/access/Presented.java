/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.tocsin.protocol.Digest;

/**
 * What a request shows to say who makes it: a bearer token (RFC 6750, header only) or, where there is no such header, a
 * session's cookie. {@code key} is its SHA-256, by which it is looked up and remembered.
 */
record Presented(Proof.Kind kind, String text, String key) {

    private static final String SCHEME = "Bearer ";

    /** What a request shows; empty when it shows nothing. */
    static Optional<Presented> by(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header == null ? cookie(request) : bearer(header);
    }

    /** A bearer token, of this gateway or of an identity provider. */
    static Presented token(String text) {
        return of(Tokens.isToken(text) ? Proof.Kind.TOKEN : Proof.Kind.ISSUED, text);
    }

    /** The session that a request's cookie names, whatever else it shows. */
    static Optional<Presented> cookie(ServerHttpRequest request) {
        List<HttpCookie> cookies = request.getCookies().getOrDefault(SessionCookie.NAME, List.of());
        return cookies.isEmpty()
                ? Optional.empty()
                : Optional.of(of(Proof.Kind.SESSION, cookies.get(0).getValue()));
    }

    private static Optional<Presented> bearer(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(token(header.substring(SCHEME.length()).trim()))
                : Optional.empty();
    }

    private static Presented of(Proof.Kind kind, String text) {
        return new Presented(kind, text, Digest.sha256(text).hex());
    }

    @Override
    public String toString() {
        return kind + " presented";
    }
}
