/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.member;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.transport.inbound.DirectoryReader;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code PUT /v1/directory/{member}}: changes of the directory, at the centre only. */
@RestController
class DirectoryController {

    private static final int ACCEPTED = 202;
    private static final byte[] NONE = {};

    private final DirectoryChanges changes;
    private final DirectoryReader directory;
    private final Self self;
    private final Scheduler readers;

    DirectoryController(DirectoryChanges changes, DirectoryReader directory, Self self, Scheduler readers) {
        this.changes = changes;
        this.directory = directory;
        this.self = self;
        this.readers = readers;
    }

    /** What is told of an accepted record. */
    record Accepted(Member member, Digest digest, String state) {}

    @PutMapping("/v1/directory/{member}")
    Mono<ResponseEntity<byte[]>> put(
            @PathVariable String member,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestBody(required = false) byte @Nullable [] body) {
        if (!self.member().equals(Member.CENTRE) || !Member.isCode(member)) {
            throw new Refused(ProblemType.NOT_FOUND);
        }
        caller.mustAdminister();
        byte[] jws = body == null ? NONE : body;
        return Actor.current().flatMap(by -> Mono.fromCallable(() -> put(jws, new Member(member), by))
                .subscribeOn(readers));
    }

    private ResponseEntity<byte[]> put(byte[] jws, Member member, Actor by) throws MalformedJws {
        if (!changes.isKnown(jws)) {
            changes.take(DirectoryChange.read(jws, member, directory.directory()), by);
        }
        Digest digest = SignedMessage.parse(jws).digest();
        return Json.bytes(ACCEPTED, WireJson.MAPPER.writeValueAsBytes(new Accepted(member, digest, "released")));
    }
}
