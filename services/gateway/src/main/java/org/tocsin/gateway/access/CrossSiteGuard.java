/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.tocsin.gateway.http.Origin;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import reactor.core.publisher.Mono;

/**
 * Turns away what another site makes a browser do. A request that changes something by a session's cookie, and every
 * sign-in, needs a header that no form can set and no foreign script may set without leave, and the browser's word that
 * it comes from a page of ours. A bearer token needs neither: no browser adds one by itself.
 */
@Component
@Order(-2)
class CrossSiteGuard implements WebFilter {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String MARK = "X-Tocsin";
    private static final String SITE = "Sec-Fetch-Site";

    private final Origin origin;

    CrossSiteGuard(Origin origin) {
        this.origin = origin;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        boolean passes = !isByBrowser(request) || isMarked(request) && isFromOurPage(request.getHeaders());
        return passes ? chain.filter(exchange) : Mono.error(new Refused(ProblemType.CSRF));
    }

    private static boolean isByBrowser(ServerHttpRequest request) {
        boolean byCookie = request.getCookies().containsKey(SessionCookie.NAME)
                && !request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION);
        return AccessFilter.isSignIn(request) || byCookie && !SAFE.contains(request.getMethod());
    }

    private static boolean isMarked(ServerHttpRequest request) {
        return "1".equals(request.getHeaders().getFirst(MARK));
    }

    private boolean isFromOurPage(HttpHeaders headers) {
        String site = headers.getFirst(SITE);
        if (site != null && !site.equals("same-origin")) {
            return false;
        }
        String from = headers.getFirst(HttpHeaders.ORIGIN);
        return from == null ? site != null : origin.isOurs(from, headers.getFirst(HttpHeaders.HOST));
    }
}
