/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.member;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.http.Json;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.DutyContact;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.transport.inbound.DirectoryReader;

/** {@code GET /v1/members}. */
@RestController
class MembersController {

    private final DirectoryReader directory;
    private final Self self;
    private final Clock clock;

    MembersController(DirectoryReader directory, Self self, Clock clock) {
        this.directory = directory;
        this.self = self;
        this.clock = clock;
    }

    /** A member as clients see it. */
    record Item(
            Member code,
            String name,
            MemberKind kind,
            MemberStatus status,
            @Nullable Label tlpCeiling,
            @Nullable DutyContact dutyContact,
            @Nullable Key signingKey) {

        static Item of(DirectoryEntry entry, Instant now) {
            return new Item(
                    entry.member(),
                    entry.name(),
                    entry.kind(),
                    entry.status(),
                    entry.tlpCeiling(),
                    entry.dutyContact(),
                    Key.of(entry, now));
        }
    }

    /** The newest key of a member that is valid now, and until when; absent when none is. */
    record Key(String kid, String alg, Instant validFrom, Instant validUntil) {

        static @Nullable Key of(DirectoryEntry entry, Instant now) {
            return entry.keys().stream()
                    .filter(key -> key.isValidAt(now))
                    .max(Comparator.comparing(MemberKey::validFrom))
                    .map(key -> new Key(key.kid(), key.alg(), key.validFrom(), key.validUntil()))
                    .orElse(null);
        }
    }

    /** The members; {@code age} is the time since the broker last confirmed the directory, absent when it never did. */
    record Members(
            Member self,
            @Nullable Instant confirmedAt,
            @Nullable Duration age,
            List<Item> items) {}

    @GetMapping("/v1/members")
    ResponseEntity<byte[]> members(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustSeeMembers();
        Instant confirmedAt = directory.confirmedAt();
        boolean known = confirmedAt.isAfter(Instant.EPOCH);
        Instant now = clock.instant();
        List<Item> items = directory
                .directory()
                .addressable()
                .map(entry -> Item.of(entry, now))
                .toList();
        return Json.ok(new Members(
                self.member(), known ? confirmedAt : null, known ? Duration.between(confirmedAt, now) : null, items));
    }
}
