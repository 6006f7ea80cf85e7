/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.answer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.http.Ids;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.idempotency.IdempotencyKeys;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.message.By;
import org.tocsin.protocol.release.Door;
import reactor.core.publisher.Mono;

/** {@code POST /v1/alerts/{id}/answers} and {@code …/display}. */
@RestController
class AnswerController {

    private static final byte[] NONE = {};
    private static final int REF_LENGTH = 12;

    private final Answers answers;

    AnswerController(Answers answers) {
        this.answers = answers;
    }

    @PostMapping("/v1/alerts/{id}/answers")
    Mono<ResponseEntity<byte[]>> answer(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustRead();
        Claim claim = IdempotencyKeys.claim(caller.token(), headers, id + "/answers", body);
        return answers.answer(subject(id, caller), Json.read(body == null ? NONE : body), by(caller), claim)
                .map(reply -> Json.bytes(reply.status(), reply.body()));
    }

    @PostMapping("/v1/alerts/{id}/display")
    Mono<ResponseEntity<Void>> display(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustRead();
        Optional<Integer> revision = body == null || body.length == 0
                ? Optional.empty()
                : Optional.ofNullable(AnswerReader.displayedRevision(Json.read(body)));
        return answers.displayed(subject(id, caller), revision)
                .thenReturn(ResponseEntity.noContent().build());
    }

    private static Answers.Subject subject(String id, Caller caller) {
        return new Answers.Subject(Ids.alert(id), new ReaderAtDoor(Door.API, caller.reader()));
    }

    // The start of the token's hash: the same person again, and nothing else.
    private static By by(Caller caller) {
        return new By(caller.answeringRole().token(), caller.token().substring(0, REF_LENGTH));
    }
}
