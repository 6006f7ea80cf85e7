/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code POST /v1/alerts} with a draft per line, answered with an outcome per line while the lines still come. */
@RestController
class UploadController {

    private final Uploads uploads;

    UploadController(Uploads uploads) {
        this.uploads = uploads;
    }

    @PostMapping(path = "/v1/alerts", consumes = MediaType.APPLICATION_NDJSON_VALUE)
    Mono<Void> post(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, ServerHttpRequest request, ServerHttpResponse response) {
        caller.mustSend();
        if (request.getHeaders().containsHeader("Idempotency-Key")) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "Idempotency-Key: in an upload each line has its key.");
        }
        if (request.getQueryParams().containsKey("dryRun")) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "dryRun: an upload is sent, line by line.");
        }
        response.getHeaders().setContentType(MediaType.APPLICATION_NDJSON);
        response.getHeaders().set("X-Accel-Buffering", "no");
        Flux<Mono<DataBuffer>> flushed = uploads.open(caller, request.getBody().map(UploadController::bytes))
                .map(outcome -> Mono.just(response.bufferFactory().wrap(outcome.toLine())));
        return response.writeAndFlushWith(flushed);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
