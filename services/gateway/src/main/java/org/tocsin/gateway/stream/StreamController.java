/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * {@code GET /v1/stream}. Without {@code Last-Event-ID} it begins now; with it, right behind that event; {@code 0} is
 * the beginning.
 */
@RestController
class StreamController {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final Streams streams;
    private final StreamSource source;

    StreamController(Streams streams, StreamSource source) {
        this.streams = streams;
        this.source = source;
    }

    @GetMapping("/v1/stream")
    Mono<Void> stream(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, ServerHttpRequest request, ServerHttpResponse response) {
        caller.mustRead();
        if (HttpMethod.HEAD.equals(request.getMethod())) {
            return Mono.error(new Refused(ProblemType.METHOD_NOT_ALLOWED));
        }
        Mono<Void> gone = gone(request);
        return cursor(request.getHeaders())
                .flatMap(cursor -> write(response, streams.open(caller, cursor).takeUntilOther(gone)));
    }

    // Nobody cancels what is written to a connection that had closed before the writing began.
    private static Mono<Void> gone(ServerHttpRequest request) {
        HttpServerRequest bare = ServerHttpRequestDecorator.getNativeRequest(request);
        return Mono.create(sink -> bare.withConnection(connection -> connection.onDispose(sink::success)));
    }

    private static Mono<Void> write(ServerHttpResponse response, Flux<byte[]> frames) {
        response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
        response.getHeaders().set("X-Accel-Buffering", "no");
        Flux<Mono<DataBuffer>> flushed =
                frames.map(bytes -> Mono.just(response.bufferFactory().wrap(bytes)));
        return response.writeAndFlushWith(flushed);
    }

    private Mono<Long> cursor(HttpHeaders headers) {
        List<String> given = headers.getOrEmpty(LAST_EVENT_ID);
        if (given.isEmpty()) {
            return Mono.just(source.tail().last());
        }
        String text = given.get(0);
        if (given.size() > 1 || !text.matches("\\d{1,18}")) {
            return Mono.error(new Refused(ProblemType.INVALID_CURSOR));
        }
        return Mono.fromCallable(() -> checked(Long.parseLong(text))).subscribeOn(source.readers());
    }

    // Another replica may have shown what this one's tail has not seen yet, so the table is asked.
    private long checked(long cursor) {
        if (cursor > source.tail().last() && cursor > source.events().last()) {
            throw new Refused(ProblemType.INVALID_CURSOR);
        }
        if (cursor + 1 < source.events().first()) {
            throw new Refused(ProblemType.CURSOR_EXPIRED);
        }
        return cursor;
    }
}
