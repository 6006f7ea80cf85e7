/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.http.Ids;
import org.tocsin.gateway.http.IfMatch;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.idempotency.IdempotencyKeys;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.gateway.submission.Submissions.Revised;
import org.tocsin.protocol.json.WireJson;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/alerts}, its revisions and its cancellation. */
@RestController
class AlertController {

    private static final byte[] NONE = {};
    private static final String HELD = "pending-release";

    private final Submissions submissions;

    AlertController(Submissions submissions) {
        this.submissions = submissions;
    }

    @PostMapping("/v1/alerts")
    Mono<ResponseEntity<byte[]>> post(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(required = false) @Nullable String dryRun,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustDraft();
        Claim claim = IdempotencyKeys.claim(caller.token(), headers, "alerts", body);
        Asked asked = new Asked(caller, claim, isTrial(dryRun));
        return submissions.release(Json.read(body == null ? NONE : body), asked).map(AlertController::answer);
    }

    @PostMapping("/v1/alerts/{id}/revisions")
    Mono<ResponseEntity<byte[]>> revise(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(required = false) @Nullable String dryRun,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustDraft();
        Claim claim = IdempotencyKeys.claim(caller.token(), headers, id + "/revisions", body);
        Asked asked = new Asked(caller, claim, isTrial(dryRun));
        Revised revised = new Revised(Ids.alert(id), IfMatch.revision(headers), caller.reader());
        return submissions
                .revise(revised, Json.read(body == null ? NONE : body), asked)
                .map(AlertController::answer);
    }

    @PostMapping("/v1/alerts/{id}/cancellation")
    Mono<ResponseEntity<byte[]>> cancel(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustSend();
        Claim claim = IdempotencyKeys.claim(caller.token(), headers, id + "/cancellation", body);
        Revised revised = new Revised(Ids.alert(id), IfMatch.revision(headers), caller.reader());
        return submissions
                .cancel(
                        revised,
                        body == null || body.length == 0 ? null : Json.read(body),
                        new Asked(caller, claim, false))
                .map(AlertController::answer);
    }

    private static boolean isTrial(@Nullable String dryRun) {
        if (dryRun != null && !"true".equals(dryRun) && !"false".equals(dryRun)) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "dryRun is neither true nor false.");
        }
        return "true".equals(dryRun);
    }

    // What was only tried is nowhere; what is held is not an alert yet.
    private static ResponseEntity<byte[]> answer(StoredReply reply) {
        JsonNode told = WireJson.MAPPER.readTree(reply.body());
        if (reply.status() == HttpStatus.OK.value()) {
            return Json.bytes(reply.status(), reply.body());
        }
        boolean isHeld = HELD.equals(told.path("state").asString());
        String place =
                (isHeld ? "/v1/pending/" : "/v1/alerts/") + told.path("id").asString();
        return ResponseEntity.status(reply.status())
                .location(URI.create(place))
                .contentType(MediaType.APPLICATION_JSON)
                .body(reply.body());
    }
}
