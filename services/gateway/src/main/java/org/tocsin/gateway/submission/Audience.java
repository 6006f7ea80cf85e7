/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.group.GroupId;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.message.RecipientKind;
import org.tocsin.protocol.release.Release;
import org.tocsin.protocol.release.ReleaseRule;

/**
 * Turns what a draft names into the explicit list that is signed. A group adds its members. {@code everyone} adds every active member not named
 * under <em>action</em>, as <em>info</em>, or as <em>action</em> when nobody is named there.
 */
final class Audience {

    private static final int INFO_FACTOR = 2;

    private final Scope scope;
    private final Directory directory;
    private final Draft draft;
    private final List<Recipient> before;
    private final Draft.Audience named;

    Audience(Scope scope, Draft draft) {
        this(scope, draft, List.of());
    }

    private Audience(Scope scope, Draft draft, List<Recipient> before) {
        this.scope = scope;
        this.directory = scope.directory();
        this.draft = draft;
        this.before = before;
        this.named = draft.audience() == null ? Draft.Audience.NOBODY : draft.audience();
    }

    /** The audience of a revision, which no recipient of the revision before can leave. */
    static Audience ofRevision(Scope scope, Draft draft, List<Recipient> before) {
        return new Audience(scope, draft, before);
    }

    /**
     * The audience in order of naming: who must act, by name and by group, then who must know, then everyone else. Who is
     * named more than once, by name and by groups, stands once, where he comes first.
     */
    List<Recipient> resolve() {
        checkNamedOnce();
        Map<Member, Recipient> lines = new LinkedHashMap<>();
        Stream.of(
                        byName(named.action(), RecipientKind.ACTION),
                        byGroup(named.groups().action(), RecipientKind.ACTION),
                        byName(named.info(), RecipientKind.INFO),
                        byGroup(named.groups().info(), RecipientKind.INFO))
                .flatMap(recipients -> recipients)
                .forEach(line -> lines.putIfAbsent(line.member(), line));
        everyoneElse(lines.keySet()).toList().forEach(line -> lines.put(line.member(), line));
        if (lines.isEmpty()) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience", "empty");
        }
        return List.copyOf(lines.values());
    }

    private Stream<Recipient> byName(List<Member> members, RecipientKind kind) {
        return members.stream().map(member -> named(member, kind));
    }

    private Stream<Recipient> byGroup(List<GroupId> groups, RecipientKind kind) {
        return groups.stream().flatMap(group -> membersOf(group).stream()).flatMap(member -> grouped(member, kind));
    }

    private List<Member> membersOf(GroupId group) {
        List<Member> members = scope.groups().get(group);
        if (members == null) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience/groups", "unknown-group");
        }
        return members;
    }

    /** Says whether the draft's own duration gives an addressee less than its ladder does. */
    boolean isShorterThanLadder(Duration within) {
        return resolve().stream().map(Recipient::member).anyMatch(member -> within.compareTo(ladder(member)) < 0);
    }

    private Recipient named(Member member, RecipientKind kind) {
        checkIsOther(member);
        Release release = ReleaseRule.decide(draft.tlp(), member, directory);
        checkLabel(release, "/tlp");
        // Whoever a revision reached stays addressed, also when suspended since: dropping it would be narrowing.
        if (!release.isAllowed() && lineBefore(member).isEmpty()) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience", release.slug());
        }
        return recipient(member, kind);
    }

    // Who is in a group and suspended gets nothing, which is no reason to leave the rest of the group unwarned.
    private Stream<Recipient> grouped(Member member, RecipientKind kind) {
        checkIsOther(member);
        Release release = ReleaseRule.decideForGroup(draft.tlp(), member, directory);
        checkLabel(release, "/audience/groups");
        if (release == Release.UNKNOWN_MEMBER) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience/groups", release.slug());
        }
        boolean stays = release.isAllowed() || lineBefore(member).isPresent();
        return stays ? Stream.of(recipient(member, kind)) : Stream.empty();
    }

    private void checkIsOther(Member member) {
        if (member.equals(scope.self())) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience", "names-its-origin");
        }
    }

    private static void checkLabel(Release release, String pointer) {
        if (release == Release.ABOVE_CEILING || release == Release.RED_TO_GROUP) {
            throw Submission.refused(ProblemType.TLP_VIOLATION, pointer, release.slug());
        }
    }

    private void checkNamedOnce() {
        Set<Member> seen = new HashSet<>();
        if (!Stream.concat(named.action().stream(), named.info().stream()).allMatch(seen::add)) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience", "named-twice");
        }
    }

    private Stream<Recipient> everyoneElse(Set<Member> already) {
        if (!named.everyone()) {
            return Stream.empty();
        }
        boolean nobodyActs = named.action().isEmpty() && named.groups().action().isEmpty();
        RecipientKind kind = nobodyActs ? RecipientKind.ACTION : RecipientKind.INFO;
        return directory
                .addressable()
                .map(DirectoryEntry::member)
                .filter(member -> !member.equals(scope.self()))
                // Before those who are named: RED to everyone is no better for naming them all as well.
                .filter(this::mayReach)
                .filter(member -> !already.contains(member))
                .map(member -> recipient(member, kind));
    }

    // Everyone means everyone whom the label may reach, except that RED never does.
    private boolean mayReach(Member member) {
        Release release = ReleaseRule.decideForEveryone(draft.tlp(), member, directory);
        if (release == Release.RED_TO_EVERYONE) {
            throw Submission.refused(ProblemType.TLP_VIOLATION, "/audience/everyone", release.slug());
        }
        return release.isAllowed();
    }

    private Recipient recipient(Member member, RecipientKind kind) {
        // A revision that asks for no other time keeps the one that is running.
        Duration running = lineBefore(member)
                .filter(line -> draft.acknowledgeWithin() == null && line.kind() == kind)
                .map(Recipient::acknowledgeWithin)
                .orElse(null);
        return new Recipient(member, kind, running == null ? within(draft.acknowledgeWithin(), member, kind) : running);
    }

    private Optional<Recipient> lineBefore(Member member) {
        return before.stream().filter(line -> line.member().equals(member)).findFirst();
    }

    private Duration within(@Nullable Duration asked, Member member, RecipientKind kind) {
        Duration action = asked == null ? ladder(member) : asked;
        return kind == RecipientKind.INFO ? action.multipliedBy(INFO_FACTOR) : action;
    }

    private Duration ladder(Member member) {
        Precedence precedence = draft.precedence();
        return directory.entry(member).map(entry -> entry.ladder(precedence)).orElse(precedence.ladder());
    }
}
