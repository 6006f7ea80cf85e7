/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.http.Ids;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.release.Door;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/alerts} and {@code GET /v1/alerts/{id}}. */
@RestController
class AlertsController {

    private static final MediaType JOSE = new MediaType("application", "jose");

    private final AlertList list;
    private final AlertView view;
    private final Clock clock;
    private final Scheduler readers;

    AlertsController(AlertList list, AlertView view, Clock clock, Scheduler readers) {
        this.list = list;
        this.view = view;
        this.clock = clock;
        this.readers = readers;
    }

    @GetMapping("/v1/alerts")
    Mono<ResponseEntity<byte[]>> list(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        caller.mustRead();
        ReaderAtDoor reader = new ReaderAtDoor(Door.API, caller.reader());
        AlertSearch search = AlertSearch.read(parameters.toSingleValueMap(), clock.instant(), reader);
        return Mono.fromCallable(() -> list.page(search))
                .subscribeOn(readers)
                .map(page -> Json.bytes(200, bytes(page)));
    }

    @GetMapping("/v1/alerts/{id}")
    Mono<ResponseEntity<byte[]>> find(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestHeader HttpHeaders headers) {
        caller.mustRead();
        boolean wantsBytes = headers.getAccept().stream().anyMatch(JOSE::equalsTypeAndSubtype);
        ReaderAtDoor reader = new ReaderAtDoor(wantsBytes ? Door.EXPORT : Door.API, caller.reader());
        return Mono.fromCallable(() -> wantsBytes ? bytes(id, reader) : json(id, reader))
                .subscribeOn(readers);
    }

    private ResponseEntity<byte[]> json(String id, ReaderAtDoor reader) {
        AlertView.View found = view.find(Ids.alert(id), reader).orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
        ResponseEntity<byte[]> answer = Json.ok(found);
        return ResponseEntity.ok()
                .headers(answer.getHeaders())
                .eTag("\"" + found.revision() + "\"")
                .body(answer.getBody());
    }

    private ResponseEntity<byte[]> bytes(String id, ReaderAtDoor reader) {
        byte[] jws = view.signedBytes(Ids.alert(id), reader).orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
        return ResponseEntity.ok().contentType(JOSE).body(jws);
    }

    // The lines are JSON already; they are joined, not read and written again.
    private static byte[] bytes(AlertList.Page page) {
        String items = page.lines().stream().map(AlertList.Line::data).collect(Collectors.joining(","));
        String next = page.next() == null ? "" : ",\"next\":\"" + page.next().text() + '"';
        return ("{\"items\":[" + items + ']' + next + '}').getBytes(StandardCharsets.UTF_8);
    }
}
