/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.directory.MembershipRequest;
import org.tocsin.protocol.message.Message;
import org.tocsin.standalone.cli.CannotRun;

/** A member's next directory record. Pure: the record held, the wish and the moment go in. */
final class NextRecord {

    // A broker whose clock is behind this machine's must not find the first message older than its key.
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    private final Instant now;

    NextRecord(Instant now) {
        this.now = now;
    }

    /** The first record of a member, with the key it has proven to hold. */
    DirectoryEntry admitted(MembershipRequest request, Duration life, @Nullable Label ceiling) {
        return new DirectoryEntry(
                Message.VERSION,
                request.member(),
                1,
                request.kind(),
                request.name(),
                MemberStatus.ACTIVE,
                List.of(valid(request.key(), life)),
                Map.of(),
                ceiling,
                request.dutyContact());
    }

    /** The key it has proven to hold is its next; those valid now end after the overlap, if they had longer. */
    DirectoryEntry rotated(DirectoryEntry held, MembershipRequest request, Duration life, Duration overlap)
            throws CannotRun {
        if (held.key(request.key().kid()).isPresent()) {
            throw CannotRun.here("The directory lists this key of " + held.member() + " already.");
        }
        Instant end = now.plus(overlap);
        List<MemberKey> keys = new ArrayList<>();
        held.keys()
                .forEach(key -> keys.add(key.isValidAt(now) && key.validUntil().isAfter(end) ? key.until(end) : key));
        keys.add(valid(request.key(), life));
        return held.next(keys, held.status());
    }

    /** That key is revoked from then on: what was appended before stays valid. */
    DirectoryEntry revoked(DirectoryEntry held, String kid, Instant at, @Nullable String reason) throws CannotRun {
        MemberKey key = held.key(kid)
                .orElseThrow(() -> CannotRun.here("The directory lists no such key of " + held.member() + "."));
        if (key.revokedAt() != null && !at.isBefore(key.revokedAt())) {
            throw CannotRun.here("This key is revoked already.");
        }
        return held.next(
                held.keys().stream()
                        .map(one -> one.equals(key) ? one.revoked(at, reason) : one)
                        .toList(),
                held.status());
    }

    /** The member stands otherwise from now on. */
    DirectoryEntry standing(DirectoryEntry held, MemberStatus status) throws CannotRun {
        if (held.status() == status) {
            throw CannotRun.here("The directory says so of " + held.member() + " already.");
        }
        if (held.status() == MemberStatus.LEFT) {
            throw CannotRun.here(held.member() + " has left; a code is never given again.");
        }
        return held.next(held.keys(), status);
    }

    private MemberKey valid(MemberKey key, Duration life) {
        Instant from = now.minus(CLOCKS_APART);
        return new MemberKey(key.kid(), key.alg(), key.x(), key.y(), from, from.plus(life), null, null);
    }
}
