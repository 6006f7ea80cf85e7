/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.link;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reconciliation.Link;
import org.tocsin.gateway.reconciliation.Links;
import org.tocsin.gateway.reconciliation.Reconciler;
import org.tocsin.gateway.reconciliation.Witness;
import org.tocsin.gateway.reconciliation.Witnessed;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.transport.inbound.DirectoryReader;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/links} and {@code POST /v1/links/{member}/reconciliation}. */
@RestController
class LinksController {

    private final Neighbours neighbours;
    private final Links links;
    private final Reconciler reconciler;
    private final Scheduler readers;
    private final Witness witness;

    LinksController(Neighbours neighbours, Links links, Reconciler reconciler, Scheduler readers, Witness witness) {
        this.neighbours = neighbours;
        this.links = links;
        this.reconciler = reconciler;
        this.readers = readers;
        this.witness = witness;
    }

    /** The active members beside this one, and what time it is. */
    @Component
    record Neighbours(DirectoryReader directory, Self self, Clock clock) {

        List<Member> all() {
            return directory
                    .directory()
                    .addressable()
                    .map(DirectoryEntry::member)
                    .filter(member -> !member.equals(self.member()))
                    .toList();
        }

        Member find(String code) {
            return all().stream()
                    .filter(member -> member.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
        }
    }

    /** All links, in order of the members' codes. */
    record Items(List<Link> items) {}

    @GetMapping("/v1/links")
    Mono<ResponseEntity<byte[]>> links(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustSeeMembers();
        return Mono.fromCallable(this::items).subscribeOn(readers).map(Json::ok);
    }

    @PostMapping("/v1/links/{member}/reconciliation")
    Mono<ResponseEntity<byte[]>> reconcile(
            @PathVariable String member, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustOperate();
        Member other = neighbours.find(member);
        return Actor.current()
                .flatMap(actor -> Mono.fromCallable(() -> ask(other, actor)).subscribeOn(readers));
    }

    private Items items() {
        Map<Member, Link> known = links.all().stream().collect(Collectors.toMap(Link::member, Function.identity()));
        Map<Member, Witnessed> audits = witness.all();
        return new Items(neighbours.all().stream()
                .map(member -> known.getOrDefault(member, Link.fresh(member)).with(audits.get(member)))
                .toList());
    }

    private ResponseEntity<byte[]> ask(Member other, Actor actor) {
        links.askSoon(
                other,
                AuditEntry.done(
                                Act.RECONCILIATION_ASKED,
                                actor,
                                neighbours.clock().instant())
                        .about(other.code()));
        reconciler.wake();
        Map<String, Object> asked = Map.of("member", other);
        return Json.bytes(HttpStatus.ACCEPTED.value(), WireJson.MAPPER.writeValueAsBytes(asked));
    }
}
