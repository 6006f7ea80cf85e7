/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
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
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code /v1/pending}: the drafts that wait for a second person. */
@RestController
class PendingController {

    private static final byte[] NONE = {};

    private final Releases releases;

    PendingController(Releases releases) {
        this.releases = releases;
    }

    /** A draft as it is shown: {@code draft} is exactly what will be signed, but for what the release adds. */
    record View(
            AlertId id,
            int revision,
            PendingState state,
            ReleaseNeed need,
            Digest digest,
            String author,
            Instant at,
            Instant breakGlassFrom,
            Instant expires,
            JsonNode draft) {}

    /** All that a reader may read. */
    record Views(List<View> items) {}

    @GetMapping("/v1/pending")
    Mono<ResponseEntity<byte[]>> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustRead();
        return releases.readableBy(caller)
                .map(drafts -> Json.ok(new Views(drafts.stream().map(this::view).toList())));
    }

    @GetMapping("/v1/pending/{id}")
    Mono<ResponseEntity<byte[]>> get(@PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustRead();
        return releases.find(Ids.alert(id), caller).map(draft -> Json.ok(view(draft)));
    }

    @PostMapping("/v1/pending/{id}/release")
    Mono<ResponseEntity<byte[]>> release(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustRelease();
        ReleaseOrder order = ReleaseOrder.release(Json.read(body == null ? NONE : body));
        Releases.Act act = new Releases.Act(
                Ids.alert(id), caller, IdempotencyKeys.claim(caller.token(), headers, id + "/release", body));
        return releases.release(act, order).map(reply -> answer(act, reply));
    }

    @PostMapping("/v1/pending/{id}/break-glass")
    Mono<ResponseEntity<byte[]>> breakGlass(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustRelease();
        ReleaseOrder order = ReleaseOrder.breakGlass(Json.read(body == null ? NONE : body));
        Releases.Act act = new Releases.Act(
                Ids.alert(id), caller, IdempotencyKeys.claim(caller.token(), headers, id + "/break-glass", body));
        return releases.breakGlass(act, order).map(reply -> answer(act, reply));
    }

    @DeleteMapping("/v1/pending/{id}")
    Mono<ResponseEntity<Void>> withdraw(@PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustDraft();
        return releases.withdraw(new Releases.Act(Ids.alert(id), caller, null))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private View view(PendingDraft draft) {
        return new View(
                draft.alert(),
                draft.revision(),
                draft.state(),
                draft.need(),
                draft.digest(),
                draft.author().name(),
                draft.at(),
                releases.breakGlassFrom(draft),
                draft.expires(),
                releases.shown(draft));
    }

    private static ResponseEntity<byte[]> answer(Releases.Act act, StoredReply reply) {
        return ResponseEntity.status(reply.status())
                .location(URI.create("/v1/alerts/" + act.alert()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(reply.body());
    }
}
