/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Precedence;

/**
 * A member's record. {@code entry} counts up; a lower one is refused. {@code keys} are all it ever had. {@code
 * deadlines} replaces the ladder of the precedences it names; no alert stricter than {@code tlpCeiling} is sent to it.
 */
public record DirectoryEntry(
        int v,
        Member member,
        int entry,
        MemberKind kind,
        String name,
        MemberStatus status,
        List<MemberKey> keys,
        Map<Precedence, Duration> deadlines,
        @Nullable Label tlpCeiling,
        @Nullable DutyContact dutyContact) {

    /** Checks the compulsory words. */
    public DirectoryEntry {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        keys = keys == null ? List.of() : List.copyOf(keys);
        deadlines = deadlines == null ? Map.of() : Map.copyOf(deadlines);
    }

    /** Says whether alerts may be addressed to it: active, and not a mere signing identity. */
    public boolean isAddressable() {
        return status == MemberStatus.ACTIVE && !member.isReserved();
    }

    /** The time an <em>action</em> addressee of this member has by default. */
    public Duration ladder(Precedence precedence) {
        return deadlines.getOrDefault(precedence, precedence.ladder());
    }

    /** Says whether the label is stricter than what this member may be sent. */
    public boolean isAboveCeiling(Label label) {
        return tlpCeiling != null && label.isStricterThan(tlpCeiling);
    }

    /** The key of that id. */
    public Optional<MemberKey> key(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    /** The record that follows this one: with these keys, and standing so. */
    public DirectoryEntry next(List<MemberKey> nextKeys, MemberStatus nextStatus) {
        return new DirectoryEntry(
                v, member, entry + 1, kind, name, nextStatus, nextKeys, deadlines, tlpCeiling, dutyContact);
    }
}
