/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.json.WireJson;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code /v1/clients}, for administrators: who may call this gateway, and as what. */
@RestController
class ClientController {

    private static final Logger log = LoggerFactory.getLogger(ClientController.class);
    private static final byte[] NONE = {};
    private static final int CREATED = 201;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Clients clients;
    private final Callers callers;
    private final Scheduler readers;
    private final Clock clock;

    ClientController(Clients clients, Callers callers, Scheduler readers, Clock clock) {
        this.clients = clients;
        this.callers = callers;
        this.readers = readers;
        this.clock = clock;
    }

    /** The clients: the living first. */
    record Listing(@JsonInclude(JsonInclude.Include.ALWAYS) List<Clients.Client> items) {}

    /** A new client with its token. */
    record Shown(@JsonUnwrapped Clients.Client client, String token) {}

    @PostMapping("/v1/clients")
    Mono<ResponseEntity<byte[]>> create(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustAdminister();
        Tokens.Grant grant = ClientDraft.read(Json.read(body == null ? NONE : body), caller, clock.instant());
        return Actor.current()
                .flatMap(
                        by -> Mono.fromCallable(() -> clients.create(grant, by)).subscribeOn(readers))
                .doOnNext(created -> note("made", created.client().id(), caller))
                .map(created -> new Shown(created.client(), created.token()))
                .map(shown -> Json.bytes(CREATED, WireJson.MAPPER.writeValueAsBytes(shown)));
    }

    @GetMapping("/v1/clients")
    Mono<ResponseEntity<byte[]>> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustAdminister();
        return Mono.fromCallable(clients::list).subscribeOn(readers).map(items -> Json.ok(new Listing(items)));
    }

    @DeleteMapping("/v1/clients/{id}")
    Mono<ResponseEntity<Void>> revoke(@PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustAdminister();
        UUID client = client(id);
        return Actor.current()
                .flatMap(
                        by -> Mono.fromCallable(() -> clients.revoke(client, by).orElse(null))
                                .subscribeOn(readers))
                .switchIfEmpty(Mono.error(() -> new Refused(ProblemType.NOT_FOUND)))
                .doOnNext(account -> ended(account, client, caller))
                .map(account -> ResponseEntity.noContent().build());
    }

    private void ended(String account, UUID client, Caller caller) {
        callers.forgetAccount(account);
        note("revoked", client, caller);
    }

    private static void note(String act, UUID client, Caller caller) {
        log.atInfo()
                .addKeyValue("client", client)
                .addKeyValue("token", caller.name())
                .log("Client {} was {} by {}", client, act, caller.name());
    }

    private static UUID client(String id) {
        if (!ID.matcher(id).matches()) {
            throw new Refused(ProblemType.NOT_FOUND);
        }
        return UUID.fromString(id);
    }
}
