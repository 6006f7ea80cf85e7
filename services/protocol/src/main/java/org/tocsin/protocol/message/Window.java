/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tocsin.protocol.Digest;

/**
 * What one member has said to another in a span of time: {@code since} (within) to {@code until} (without) by the
 * {@code issued} of each message. {@code sha256} is over the digests in hex, in ascending order, each followed by a line
 * feed, so {@code sort | sha256sum} gives the same. {@code digests}, ascending, is the list itself or its beginning, or
 * empty where the figures are enough.
 */
public record Window(Instant since, Instant until, int count, Digest sha256, List<Digest> digests) {

    /** Checks the compulsory words, and that the list is in order and no longer than the count. */
    public Window {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(sha256, "sha256");
        digests = digests == null ? List.of() : List.copyOf(digests);
        if (!since.isBefore(until) || digests.size() > count || !isAscending(digests)) {
            throw new IllegalArgumentException("a window ends after it begins and lists at most what it counts");
        }
    }

    /** The figures of what was said in the span, without the list. */
    public static Window of(Instant since, Instant until, Collection<Digest> said) {
        return new Window(since, until, said.size(), hash(said), List.of());
    }

    /** These figures with the first digests of what was said, at most {@code most}. */
    public Window listing(Collection<Digest> said, int most) {
        List<Digest> first = said.stream()
                .map(Digest::hex)
                .sorted()
                .limit(most)
                .map(Digest::new)
                .toList();
        return new Window(since, until, count, sha256, first);
    }

    /** Says whether the other counts and hashes the same. */
    public boolean isLike(Window other) {
        return count == other.count && sha256.equals(other.sha256);
    }

    /** Says whether a message of that time falls into the span. */
    public boolean contains(Instant issued) {
        return !issued.isBefore(since) && issued.isBefore(until);
    }

    /** Says whether nothing is left out of the list. */
    public boolean isListed() {
        return digests.size() == count;
    }

    /** Says whether the list goes far enough that the digest would stand in it. */
    public boolean reaches(Digest digest) {
        if (isListed()) {
            return true;
        }
        return !digests.isEmpty()
                && digest.hex().compareTo(digests.get(digests.size() - 1).hex()) <= 0;
    }

    private static Digest hash(Collection<Digest> digests) {
        return Digest.sha256(digests.stream()
                .map(Digest::hex)
                .sorted()
                .map(hex -> hex + '\n')
                .collect(Collectors.joining()));
    }

    private static boolean isAscending(List<Digest> digests) {
        for (int i = 1; i < digests.size(); i++) {
            if (digests.get(i - 1).hex().compareTo(digests.get(i).hex()) >= 0) {
                return false;
            }
        }
        return true;
    }
}
