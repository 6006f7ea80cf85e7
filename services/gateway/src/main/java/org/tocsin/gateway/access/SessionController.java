/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.http.Fields;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.json.WireJson;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@code /v1/session}: a person shows a personal token once and gets a cookie; who one is; and the end of it. Each
 * sign-in makes a new session and ends the one that the browser came with.
 */
@RestController
class SessionController {

    static final String PATH = "/v1/session";

    private static final byte[] NONE = {};
    private static final int LONGEST_TOKEN = 200;

    private final Doorkeeper doorkeeper;
    private final Sessions sessions;
    private final Callers callers;
    private final Scheduler readers;
    private final Self self;

    SessionController(Doorkeeper doorkeeper, Sessions sessions, Callers callers, Scheduler readers, Self self) {
        this.doorkeeper = doorkeeper;
        this.sessions = sessions;
        this.callers = callers;
        this.readers = readers;
        this.self = self;
    }

    /** A caller as it is told about itself. */
    record Account(
            String member,
            String name,
            List<String> roles,
            String kind,
            String standing,
            boolean red,
            @Nullable String ceiling,
            @Nullable Instant signedInAt) {

        static Account of(String member, Caller caller) {
            Rights rights = Rights.of(caller.roles(), caller.reader());
            return new Account(
                    member,
                    caller.name(),
                    rights.roles(),
                    rights.kind(),
                    rights.standing(),
                    rights.red(),
                    rights.ceiling(),
                    caller.signedInAt());
        }
    }

    private record Begun(ResponseCookie cookie, Caller caller) {}

    @PostMapping(PATH)
    Mono<ResponseEntity<byte[]>> signIn(
            ServerHttpRequest request, @RequestBody(required = false) byte @Nullable [] body) {
        Presented token = Presented.token(token(Json.read(body == null ? NONE : body)));
        return doorkeeper
                .admit(token, request.getRemoteAddress())
                .doOnNext(SessionController::mustBePersonal)
                .flatMap(
                        caller -> begun(caller, caller.actor(RefusalAudit.address(request)), Presented.cookie(request)))
                .map(this::welcome);
    }

    @GetMapping(PATH)
    ResponseEntity<byte[]> whoAmI(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        return Json.ok(Account.of(self.member().code(), caller));
    }

    /** Ends the session that was shown; a bearer token has none. */
    @DeleteMapping(PATH)
    Mono<ResponseEntity<Void>> signOut(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        if (caller.proof().kind() != Proof.Kind.SESSION) {
            throw new Refused(ProblemType.NOT_FOUND);
        }
        return Actor.current()
                .flatMap(by ->
                        Mono.fromRunnable(() -> end(caller.proof().key(), by)).subscribeOn(readers))
                .thenReturn(ResponseEntity.noContent()
                        .header(HttpHeaders.SET_COOKIE, SessionCookie.gone().toString())
                        .build());
    }

    private Mono<Begun> begun(Caller caller, Actor by, Optional<Presented> before) {
        return Mono.fromCallable(() -> {
                    before.ifPresent(session -> end(session.key(), by));
                    return sessions.begin(caller.token(), by);
                })
                .subscribeOn(readers)
                .flatMap(secret -> callers.session(Digest.sha256(secret).hex())
                        .map(known -> new Begun(SessionCookie.of(secret), known)))
                // It was revoked in between.
                .switchIfEmpty(Mono.error(() -> new Refused(ProblemType.UNAUTHENTICATED)));
    }

    private ResponseEntity<byte[]> welcome(Begun begun) {
        byte[] account =
                WireJson.MAPPER.writeValueAsBytes(Account.of(self.member().code(), begun.caller()));
        return ResponseEntity.status(HttpStatus.CREATED)
                .header(HttpHeaders.SET_COOKIE, begun.cookie().toString())
                .header(HttpHeaders.CONTENT_TYPE, "application/json")
                .body(account);
    }

    private void end(String key, Actor by) {
        sessions.end(key, by);
        callers.forget(key);
    }

    // A program keeps its token and needs no session; one that an identity provider issued is kept by its program, too.
    private static void mustBePersonal(Caller caller) {
        if (!caller.isPerson() || caller.proof().kind() != Proof.Kind.TOKEN) {
            throw new Refused(ProblemType.FORBIDDEN, "Only a person's token of this gateway signs in.");
        }
    }

    private static String token(tools.jackson.databind.JsonNode body) {
        Fields fields = Fields.of(body);
        String token = fields.required("token", fields.text("token", LONGEST_TOKEN));
        fields.refuseOthers();
        if (token == null || !fields.violations().isEmpty()) {
            throw new Refused(ProblemType.INVALID_SIGN_IN, fields.violations());
        }
        return token;
    }
}
