/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/**
 * How long it takes to accept something, from the request's head to the 202, and how often something is refused and for
 * what. Labels are of closed lists: routes, problem types and the rules in the code, never what a client sent.
 */
@Component
@Order(-4)
class RequestMeters implements WebFilter {

    private static final String ACCEPT = "tocsin.accept";
    private static final String REFUSALS = "tocsin.refusals";
    private static final String NO_RULE = "none";
    private static final Duration[] BOUNDS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** What can be accepted, by the end of its route. */
    private enum Operation {
        ALERT("/v1/alerts"),
        REVISION("/revisions"),
        CANCELLATION("/cancellation"),
        ANSWER("/answers");

        private final String end;

        Operation(String end) {
            this.end = end;
        }

        static @Nullable Operation of(String route) {
            return Arrays.stream(values())
                    .filter(operation -> route.endsWith(operation.end))
                    .findFirst()
                    .orElse(null);
        }

        String token() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final MeterRegistry meters;
    private final Map<Operation, Timer> accepted = new EnumMap<>(Operation.class);

    RequestMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Operation operation : Operation.values()) {
            accepted.put(operation, timer(operation));
        }
        for (ProblemType type : ProblemType.values()) {
            refusals(type, NO_RULE);
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long began = System.nanoTime();
        exchange.getResponse().beforeCommit(() -> {
            measure(exchange, Duration.ofNanos(System.nanoTime() - began));
            return Mono.empty();
        });
        return chain.filter(exchange);
    }

    private void measure(ServerWebExchange exchange, Duration took) {
        Refused refused = exchange.getAttribute(Problems.REFUSED);
        if (refused != null) {
            refusals(refused.type(), rule(refused)).increment();
            return;
        }
        PathPattern route = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Operation operation = route == null ? null : Operation.of(route.getPatternString());
        if (operation != null
                && HttpStatus.ACCEPTED.equals(exchange.getResponse().getStatusCode())) {
            Objects.requireNonNull(accepted.get(operation)).record(took);
        }
    }

    private static String rule(Refused refused) {
        return refused.violations().isEmpty()
                ? NO_RULE
                : refused.violations().get(0).rule();
    }

    private Timer timer(Operation operation) {
        return Timer.builder(ACCEPT)
                .description("From a request's head to the 202 that says it is committed.")
                .tag("operation", operation.token())
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }

    private Counter refusals(ProblemType type, String rule) {
        return Counter.builder(REFUSALS)
                .description("Problems that clients were answered, by type and the first rule broken.")
                .tag("problem", type.slug())
                .tag("rule", rule)
                .register(meters);
    }
}
