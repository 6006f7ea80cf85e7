/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.event.Direction;
import org.tocsin.gateway.http.Ids;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.message.Token;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/alerts} and {@code GET /v1/alerts/{id}}. */
@RestController
class AlertsController {

    private static final int MOST = 200;
    private static final String DEFAULT = "50";
    private static final MediaType JOSE = new MediaType("application", "jose");

    private final AlertList list;
    private final AlertView view;
    private final Scheduler readers;

    AlertsController(AlertList list, AlertView view, Scheduler readers) {
        this.list = list;
        this.view = view;
        this.readers = readers;
    }

    @GetMapping("/v1/alerts")
    Mono<ResponseEntity<byte[]>> list(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(defaultValue = DEFAULT) String limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String direction) {
        caller.mustRead();
        AlertList.Query query = new AlertList.Query(before(cursor), limit(limit), direction(direction));
        return Mono.fromCallable(() -> list.page(query))
                .subscribeOn(readers)
                .map(lines -> Json.bytes(200, page(lines, query.limit())));
    }

    @GetMapping("/v1/alerts/{id}")
    Mono<ResponseEntity<byte[]>> find(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestHeader HttpHeaders headers) {
        caller.mustRead();
        boolean wantsBytes = headers.getAccept().stream().anyMatch(JOSE::equalsTypeAndSubtype);
        return Mono.fromCallable(() -> wantsBytes ? bytes(id) : json(id)).subscribeOn(readers);
    }

    private ResponseEntity<byte[]> json(String id) {
        AlertView.View found = view.find(Ids.alert(id)).orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
        ResponseEntity<byte[]> answer = Json.ok(found);
        return ResponseEntity.ok()
                .headers(answer.getHeaders())
                .eTag("\"" + found.revision() + "\"")
                .body(answer.getBody());
    }

    private ResponseEntity<byte[]> bytes(String id) {
        byte[] jws = view.signedBytes(Ids.alert(id)).orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
        return ResponseEntity.ok().contentType(JOSE).body(jws);
    }

    // The lines are JSON already; they are joined, not read and written again.
    private static byte[] page(List<AlertList.Line> lines, int limit) {
        String items = lines.stream().map(AlertList.Line::data).collect(Collectors.joining(","));
        boolean full = lines.size() == limit;
        String next = full ? ",\"next\":\"" + lines.get(lines.size() - 1).id() + '"' : "";
        return ("{\"items\":[" + items + ']' + next + '}').getBytes(StandardCharsets.UTF_8);
    }

    private static int limit(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "limit is a number from 1 to 200.");
        }
        return Integer.parseInt(text);
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        if (!cursor.matches("[1-9]\\d{0,17}")) {
            throw new Refused(ProblemType.INVALID_CURSOR);
        }
        return Long.parseLong(cursor);
    }

    private static Optional<Direction> direction(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Token.find(Direction.class, text)
                .orElseThrow(() -> new Refused(ProblemType.INVALID_PARAMETER, "direction is sent or received.")));
    }
}
