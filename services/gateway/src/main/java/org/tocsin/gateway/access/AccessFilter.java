/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import reactor.core.publisher.Mono;

/** Lets only known bearer tokens (RFC 6750, header only) near {@code /v1}. */
@Component
@Order(1)
class AccessFilter implements WebFilter {

    private static final String API = "/v1/";
    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    AccessFilter(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!exchange.getRequest().getPath().value().startsWith(API)) {
            return chain.filter(exchange);
        }
        return tokens.caller(token(exchange))
                .switchIfEmpty(Mono.error(() -> new Refused(ProblemType.UNAUTHENTICATED)))
                .doOnNext(caller -> exchange.getAttributes().put(Caller.ATTRIBUTE, caller))
                .flatMap(caller -> chain.filter(exchange));
    }

    private static String token(ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "";
        }
        return header.substring(SCHEME.length()).trim();
    }
}
