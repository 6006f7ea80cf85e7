/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.console;

import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Serves the pages under a content security policy without inline code, never framed, never kept. */
@Component
@Order(2)
class PageGuard implements WebFilter {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    private static final Map<String, String> PAGES = Map.of("/", "/index.html", "/sign-in", "/sign-in.html");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Content-Security-Policy", POLICY);
        ServerHttpRequest request = exchange.getRequest();
        String page = HttpMethod.GET.equals(request.getMethod())
                ? PAGES.get(request.getPath().value())
                : null;
        return chain.filter(page == null ? exchange : served(exchange, page));
    }

    private static ServerWebExchange served(ServerWebExchange exchange, String page) {
        return exchange.mutate()
                .request(exchange.getRequest().mutate().path(page).build())
                .build();
    }
}
