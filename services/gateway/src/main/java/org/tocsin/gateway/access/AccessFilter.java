/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import reactor.core.publisher.Mono;

/** Lets only known callers near {@code /v1}. Who wants to sign in shows its token in the body instead. */
@Component
@Order(1)
class AccessFilter implements WebFilter {

    private static final String API = "/v1/";

    private final Doorkeeper doorkeeper;

    AccessFilter(Doorkeeper doorkeeper) {
        this.doorkeeper = doorkeeper;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getPath().value().startsWith(API) || isSignIn(request)) {
            return chain.filter(exchange);
        }
        return Presented.by(request)
                .map(presented -> doorkeeper.admit(presented, request.getRemoteAddress()))
                .orElseGet(() -> Mono.error(new Refused(ProblemType.UNAUTHENTICATED)))
                .doOnNext(caller -> exchange.getAttributes().put(Caller.ATTRIBUTE, caller))
                .flatMap(
                        caller -> chain.filter(exchange).contextWrite(caller.actor(RefusalAudit.address(request))::in));
    }

    static boolean isSignIn(ServerHttpRequest request) {
        return HttpMethod.POST.equals(request.getMethod())
                && request.getPath().value().equals(SessionController.PATH);
    }
}
