/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.pending.ReleaseNeed;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.release.Release;
import org.tocsin.protocol.release.ReleaseRule;

/**
 * What would become of a draft that was only tried: whom it would reach, why it would not reach the others, and whether a
 * second person would have to release it, and why.
 */
record Trial(
        List<Recipient> wouldReach,
        List<Missed> notReached,
        boolean needsRelease,
        @Nullable ReleaseNeed need,
        @Nullable String notice) {

    private static final String IS_ORIGIN = "is-origin";
    private static final String NOT_ADDRESSED = "not-addressed";

    /** A member that would not get it, and why. */
    record Missed(Member member, String reason) {}

    /** What would become of a draft that was decided to be this alert. */
    static Trial of(Alert decided, Directory directory, Optional<ReleaseNeed> need, @Nullable String notice) {
        List<Recipient> reached = decided.header().audience();
        Set<Member> members = reached.stream().map(Recipient::member).collect(Collectors.toSet());
        Stream<DirectoryEntry> others = directory.members().filter(entry -> !members.contains(entry.member()));
        List<Missed> missed = others.map(
                        entry -> new Missed(entry.member(), reason(decided, entry.member(), directory)))
                .toList();
        return new Trial(reached, missed, need.isPresent(), need.orElse(null), notice);
    }

    private static String reason(Alert decided, Member member, Directory directory) {
        if (member.equals(decided.header().origin())) {
            return IS_ORIGIN;
        }
        Release release = ReleaseRule.decide(decided.header().tlp(), member, directory);
        return release.isAllowed() ? NOT_ADDRESSED : release.slug();
    }
}
