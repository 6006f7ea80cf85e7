/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.group;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.http.IfMatch;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.transport.inbound.DirectoryReader;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code /v1/groups}: this member's own sharing groups. */
@RestController
class GroupController {

    private static final byte[] NONE = {};
    private static final String ANY = "*";

    private final Groups groups;
    private final DirectoryReader directory;
    private final Self self;
    private final Scheduler readers;

    GroupController(Groups groups, DirectoryReader directory, Self self, Scheduler readers) {
        this.groups = groups;
        this.directory = directory;
        this.self = self;
        this.readers = readers;
    }

    /** All groups. */
    record View(List<Group> items) {}

    @GetMapping("/v1/groups")
    Mono<ResponseEntity<byte[]>> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustSeeGroups();
        return reading(() -> Json.ok(new View(groups.all())));
    }

    @GetMapping("/v1/groups/{id}")
    Mono<ResponseEntity<byte[]>> get(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String version,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustSeeGroups();
        GroupId group = id(id);
        Optional<Integer> asked = version(version);
        return reading(() -> asked.map(number -> groups.find(group, number))
                .orElseGet(() -> groups.find(group))
                .map(found -> answer(HttpStatus.OK, found))
                .orElseThrow(() -> new Refused(ProblemType.NOT_FOUND)));
    }

    @PutMapping("/v1/groups/{id}")
    Mono<ResponseEntity<byte[]>> put(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustEditGroups();
        GroupId group = id(id);
        int expected = expected(headers);
        GroupDraft draft = GroupDraft.read(Json.read(body == null ? NONE : body));
        draft.check(self.member(), directory.directory());
        return Actor.current()
                .flatMap(by -> reading(() -> groups.add(group, expected, draft, by)
                        .map(made -> answer(expected == 0 ? HttpStatus.CREATED : HttpStatus.OK, made))
                        .orElseThrow(GroupController::otherVersion)));
    }

    @DeleteMapping("/v1/groups/{id}")
    Mono<ResponseEntity<Void>> delete(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestHeader HttpHeaders headers) {
        caller.mustEditGroups();
        GroupId group = id(id);
        int expected = IfMatch.revision(headers);
        return Actor.current()
                .flatMap(by -> reading(() -> groups.find(group)
                        .map(found -> ended(group, expected, by))
                        .orElseThrow(() -> new Refused(ProblemType.NOT_FOUND))));
    }

    private ResponseEntity<Void> ended(GroupId group, int expected, Actor by) {
        if (groups.add(group, expected, null, by).isEmpty()) {
            throw otherVersion();
        }
        return ResponseEntity.noContent().build();
    }

    private <T> Mono<T> reading(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(readers);
    }

    private static ResponseEntity<byte[]> answer(HttpStatus status, Group group) {
        return ResponseEntity.status(status)
                .eTag(String.valueOf(group.version()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(WireJson.MAPPER.writeValueAsBytes(group));
    }

    // The first version is asked for by If-None-Match: *, a further one by the version it follows.
    private static int expected(HttpHeaders headers) {
        String none = headers.getFirst(HttpHeaders.IF_NONE_MATCH);
        if (none == null) {
            return IfMatch.revision(headers);
        }
        if (!ANY.equals(none) || headers.containsHeader(HttpHeaders.IF_MATCH)) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "If-None-Match is not * alone.");
        }
        return 0;
    }

    private static GroupId id(String text) {
        if (!GroupId.isId(text)) {
            throw new Refused(ProblemType.NOT_FOUND);
        }
        return new GroupId(text);
    }

    private static Optional<Integer> version(@Nullable String text) {
        if (text != null && !text.matches("[1-9]\\d{0,8}")) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "version is not a number from 1.");
        }
        return Optional.ofNullable(text).map(Integer::valueOf);
    }

    private static Refused otherVersion() {
        return new Refused(ProblemType.PRECONDITION_FAILED, "Another version is the latest one, or the id was used.");
    }
}
