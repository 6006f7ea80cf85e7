/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.signing.SigningKeyNotValid;
import org.tocsin.transport.store.Overloaded;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The one place where refusals and breakages become answers: {@code application/problem+json} (RFC 9457) with a stable
 * {@code type}, no stack trace, nothing of the input. A breakage is logged under the {@code traceId} its answer carries.
 */
@Component
@Order(-2)
public class Problems implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final Map<Integer, ProblemType> BY_STATUS = Map.of(
            400, ProblemType.INVALID_PARAMETER,
            404, ProblemType.NOT_FOUND,
            405, ProblemType.METHOD_NOT_ALLOWED,
            406, ProblemType.NOT_ACCEPTABLE,
            413, ProblemType.PAYLOAD_TOO_LARGE,
            415, ProblemType.UNSUPPORTED_MEDIA_TYPE);
    private static final String RETRY_SECONDS = "2";
    // A backlog drains by receipts from far away.
    private static final String BACKLOG_RETRY_SECONDS = "10";

    /** The exchange's attribute that holds what was refused, once it is written. */
    public static final String REFUSED = "tocsin.refused";

    /** A refusal, and the problem that is told of it. */
    private record Told(Refused refused, Problem problem) {

        static Told of(Refused refused, @Nullable String traceId) {
            return new Told(refused, Problem.of(refused, traceId));
        }
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        if (isAnsweredBelow(exchange.getResponse())) {
            return Mono.empty();
        }
        if (isClientGone(failure)) {
            // Nobody is there to be answered; the status is for the metrics.
            exchange.getResponse().setStatusCode(HttpStatus.BAD_REQUEST);
            return Mono.empty();
        }
        return write(exchange, told(failure));
    }

    /** The problem that a refusal or breakage is answered with; a breakage is logged here. */
    public static Problem problem(Throwable failure) {
        return told(failure).problem();
    }

    private static Told told(Throwable failure) {
        if (failure instanceof Refused refused) {
            return Told.of(refused, null);
        }
        Optional<ProblemType> known = typeOf(failure);
        if (known.isPresent()) {
            return Told.of(new Refused(known.get()), null);
        }
        String traceId = UUID.randomUUID().toString();
        log.error("Request failed, traceId {}", traceId, failure);
        return Told.of(new Refused(ProblemType.INTERNAL_ERROR), traceId);
    }

    private static Optional<ProblemType> typeOf(Throwable failure) {
        if (failure instanceof ResponseStatusException status) {
            return Optional.ofNullable(BY_STATUS.get(status.getStatusCode().value()));
        }
        if (failure instanceof DataBufferLimitException) {
            return Optional.of(ProblemType.PAYLOAD_TOO_LARGE);
        }
        if (failure instanceof SigningKeyNotValid) {
            return Optional.of(ProblemType.SIGNING_KEY_NOT_VALID);
        }
        if (failure instanceof Overloaded) {
            return Optional.of(ProblemType.OVERLOADED);
        }
        boolean storage = failure instanceof SQLException
                || failure instanceof DataAccessException
                || failure instanceof TransactionException;
        return storage ? Optional.of(unavailable(failure)) : Optional.empty();
    }

    private static ProblemType unavailable(Throwable failure) {
        // The class and SQLSTATE only: a driver's message may quote the row.
        String state = failure instanceof SQLException sql ? sql.getSQLState() : "";
        log.warn(
                "The database did not serve a request: {} {}",
                failure.getClass().getSimpleName(),
                state);
        return ProblemType.UNAVAILABLE;
    }

    // What is no HTTP, such as a broken chunk, the server itself answers 400, while a handler waits for the body.
    private static boolean isAnsweredBelow(ServerHttpResponse response) {
        Object bare = ServerHttpResponseDecorator.getNativeResponse(response);
        return bare instanceof HttpServerResponse answer && answer.hasSentHeaders();
    }

    private static boolean isClientGone(Throwable failure) {
        return failure instanceof ClosedChannelException || failure instanceof AbortedException;
    }

    private static Mono<Void> write(ServerWebExchange exchange, Told told) {
        exchange.getAttributes().put(REFUSED, told.refused());
        ProblemType type = told.refused().type();
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(type.status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        switch (type) {
            case UNAUTHENTICATED -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case BACKLOG_FULL, SIGNING_KEY_NOT_VALID -> headers.set(HttpHeaders.RETRY_AFTER, BACKLOG_RETRY_SECONDS);
            case OVERLOADED, UNAVAILABLE, RATE_LIMITED -> headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            case PAYLOAD_TOO_LARGE -> headers.set(HttpHeaders.CONNECTION, "close");
            default -> {}
        }
        byte[] bytes = WireJson.MAPPER.writeValueAsBytes(told.problem());
        return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
    }
}
