/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;

/** All records of the directory at one moment; immutable, replaced as a whole when a record arrives. */
public final class Directory {

    /** Nobody yet. */
    public static final Directory EMPTY = new Directory(Map.of(), null);

    private final Map<Member, DirectoryEntry> entries;
    private final @Nullable MemberKey anchor;

    private Directory(Map<Member, DirectoryEntry> entries, @Nullable MemberKey anchor) {
        this.entries = Map.copyOf(entries);
        this.anchor = anchor;
    }

    /** This directory with the trust anchor: the registrar's key, by which records themselves are believed. */
    public Directory trusting(MemberKey registrar) {
        return new Directory(entries, registrar);
    }

    /** The trust anchor; empty where no record can be believed. */
    public Optional<MemberKey> anchor() {
        return Optional.ofNullable(anchor);
    }

    /** This directory with the record added or replaced; unchanged when the record is not newer. */
    public Directory with(DirectoryEntry entry) {
        if (!isNewer(entry)) {
            return this;
        }
        Map<Member, DirectoryEntry> next = new HashMap<>(entries);
        next.put(entry.member(), entry);
        return new Directory(next, anchor);
    }

    /** Says whether the record counts higher than the one held. */
    public boolean isNewer(DirectoryEntry entry) {
        return entry(entry.member()).map(held -> entry.entry() > held.entry()).orElse(true);
    }

    /** The record of a member. */
    public Optional<DirectoryEntry> entry(Member member) {
        return Optional.ofNullable(entries.get(member));
    }

    /** Everyone an alert may be addressed to, in order of their codes. */
    public Stream<DirectoryEntry> addressable() {
        return entries.values().stream().filter(DirectoryEntry::isAddressable).sorted((one, other) -> one.member()
                .compareTo(other.member()));
    }

    /** Everyone who has ever taken part, suspended and gone ones too, in order of their codes; no signing identity. */
    public Stream<DirectoryEntry> members() {
        return entries.values().stream()
                .filter(entry -> !entry.member().isReserved())
                .sorted((one, other) -> one.member().compareTo(other.member()));
    }

    /** Says whether alerts may be addressed to the member. */
    public boolean isAddressable(Member member) {
        return entry(member).map(DirectoryEntry::isAddressable).orElse(false);
    }

    /** How many records there are. */
    public int size() {
        return entries.size();
    }
}
