/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.console;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Serves the page under a content security policy without inline code, never framed, never kept. */
@Component
@Order(2)
class PageGuard implements WebFilter {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        ServerHttpRequest request = exchange.getRequest();
        boolean isRoot = HttpMethod.GET.equals(request.getMethod())
                && request.getPath().value().equals("/");
        return chain.filter(isRoot ? page(exchange) : exchange);
    }

    private static ServerWebExchange page(ServerWebExchange exchange) {
        return exchange.mutate()
                .request(exchange.getRequest().mutate().path("/index.html").build())
                .build();
    }
}
