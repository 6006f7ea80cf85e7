/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.http.Violation;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.release.Reader;
import org.tocsin.protocol.release.Release;
import org.tocsin.protocol.release.ReleaseRule;

/**
 * Finds out of a refused draft what of the release rule stopped it, and on the way to whom: one line for each would-be
 * recipient, or one without when it was the audience as a whole. Nothing for a draft that is merely not valid. Pure.
 */
record Stoppage(Draft draft, Digest digest, @Nullable Sent sent, Reader author) {

    List<Objection.Stopped> of(Refused refused, Directory directory, Map<AlertId, Set<Member>> participantsOf) {
        String rule = rule(refused);
        if (rule == null) {
            return List.of();
        }
        Predicate<Member> isStopped = refused.type() == ProblemType.REFERENCE_DISCLOSES
                ? member -> participantsOf.values().stream().anyMatch(known -> !known.contains(member))
                : member -> ReleaseRule.decide(draft.tlp(), member, directory)
                        .slug()
                        .equals(rule);
        List<Objection.Stopped> stopped = addressed(directory)
                .filter(isStopped)
                .map(member -> stopped(rule, member))
                .toList();
        return stopped.isEmpty() ? List.of(stopped(rule, null)) : stopped;
    }

    private static @Nullable String rule(Refused refused) {
        List<Violation> violations = refused.violations();
        String rule = violations.isEmpty() ? "" : violations.get(0).rule();
        return switch (refused.type()) {
            case REFERENCE_DISCLOSES -> refused.type().slug();
            case TLP_VIOLATION -> rule;
            case INVALID_AUDIENCE -> Release.ofSlug(rule).isPresent() ? rule : null;
            default -> null;
        };
    }

    private Stream<Member> addressed(Directory directory) {
        Draft.Audience named = draft.audience();
        if (named == null) {
            return sent == null
                    ? Stream.empty()
                    : sent.header().audience().stream().map(Recipient::member);
        }
        Set<Member> all = new LinkedHashSet<>(named.action());
        all.addAll(named.info());
        if (named.everyone()) {
            directory.addressable().map(DirectoryEntry::member).forEach(all::add);
        }
        return all.stream();
    }

    private Objection.Stopped stopped(String rule, @Nullable Member recipient) {
        return new Objection.Stopped(
                rule,
                draft.tlp(),
                sent == null ? null : sent.header().alert(),
                sent == null ? null : sent.revision() + 1,
                digest,
                recipient);
    }
}
