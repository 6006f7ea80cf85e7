/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.Refusals;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Problems;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.AlertId;
import reactor.core.publisher.Mono;

/**
 * Has written down whom the doors refused: who is not known, who may not, who asks too much, who would have told whom
 * the label forbids, and who was answered that there is nothing where there is. What is merely malformed is no attempt
 * to get anywhere, and a draft that is only tried is none to tell anybody.
 */
@Component
@Order(-1)
class RefusalAudit implements WebFilter {

    private static final Set<Integer> ACCESS = Set.of(401, 403, 429);
    private static final Set<ProblemType> RULE =
            Set.of(ProblemType.TLP_VIOLATION, ProblemType.INVALID_AUDIENCE, ProblemType.REFERENCE_DISCLOSES);

    // Where dryRun only tries; anywhere else the word changes nothing.
    private static final Set<String> TRIABLE = Set.of("POST /v1/alerts", "POST /v1/alerts/{id}/revisions");

    private final Refusals refusals;

    RefusalAudit(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(() -> {
            note(exchange);
            return Mono.empty();
        });
        return chain.filter(exchange);
    }

    /** The address a request came from, without its port; null when there is none. */
    static @Nullable String address(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? null
                : remote.getAddress().getHostAddress();
    }

    private void note(ServerWebExchange exchange) {
        Refused refused = exchange.getAttribute(Problems.REFUSED);
        if (refused == null || isOnlyTried(exchange, refused)) {
            return;
        }
        AlertId asked = alert(exchange);
        String rule = rule(refused, asked);
        if (rule != null) {
            refusals.note(new Refusals.Refusal(actor(exchange), rule, route(exchange), asked));
        }
    }

    private static boolean isOnlyTried(ServerWebExchange exchange, Refused refused) {
        String dryRun = exchange.getRequest().getQueryParams().getFirst("dryRun");
        String route = route(exchange);
        return RULE.contains(refused.type()) && "true".equals(dryRun) && route != null && TRIABLE.contains(route);
    }

    // Absent and ineligible alerts answer alike, and are written down alike.
    private static @Nullable String rule(Refused refused, @Nullable AlertId asked) {
        boolean isNotThere = asked != null && refused.type() == ProblemType.NOT_FOUND;
        return isNotThere ? refused.type().slug() : rule(refused);
    }

    private static @Nullable String rule(Refused refused) {
        ProblemType type = refused.type();
        if (RULE.contains(type) && !refused.violations().isEmpty()) {
            return type.slug() + '/' + refused.violations().get(0).rule();
        }
        return ACCESS.contains(type.status()) ? type.slug() : null;
    }

    private static Actor actor(ServerWebExchange exchange) {
        Caller caller = exchange.getAttribute(Caller.ATTRIBUTE);
        String address = address(exchange.getRequest());
        return caller == null ? Actor.stranger(address) : caller.actor(address);
    }

    // Of the closed list of routes; what a client wrote beside them is nobody's word but its own.
    private static @Nullable String route(ServerWebExchange exchange) {
        PathPattern pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        ServerHttpRequest request = exchange.getRequest();
        return pattern == null ? null : request.getMethod().name() + ' ' + pattern.getPatternString();
    }

    private static @Nullable AlertId alert(ServerWebExchange exchange) {
        String[] segments = exchange.getRequest().getPath().value().split("/", 5);
        boolean names = segments.length > 3 && segments[2].equals("alerts");
        return names ? AlertId.parse(segments[3]).orElse(null) : null;
    }
}
