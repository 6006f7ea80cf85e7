/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
 * Turns what a draft names into the explicit list that is signed. {@code everyone} adds every active member not named
 * under <em>action</em>, as <em>info</em>, or as <em>action</em> when nobody is named there.
 */
final class Audience {

    private static final int INFO_FACTOR = 2;

    private final Member self;
    private final Directory directory;
    private final Draft draft;
    private final List<Recipient> before;
    private final Draft.Audience named;

    Audience(Member self, Directory directory, Draft draft) {
        this(self, directory, draft, List.of());
    }

    private Audience(Member self, Directory directory, Draft draft, List<Recipient> before) {
        this.self = self;
        this.directory = directory;
        this.draft = draft;
        this.before = before;
        this.named = draft.audience() == null ? new Draft.Audience(List.of(), List.of(), false) : draft.audience();
    }

    /** The audience of a revision, which no recipient of the revision before can leave. */
    static Audience ofRevision(Member self, Directory directory, Draft draft, List<Recipient> before) {
        return new Audience(self, directory, draft, before);
    }

    /** The audience in order of naming, everyone's after those named. */
    List<Recipient> resolve() {
        List<Recipient> recipients = new ArrayList<>();
        named.action().forEach(member -> recipients.add(named(member, RecipientKind.ACTION)));
        named.info().forEach(member -> recipients.add(named(member, RecipientKind.INFO)));
        checkNamedOnce(recipients);
        everyoneElse(recipients).forEach(recipients::add);
        if (recipients.isEmpty()) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience", "empty");
        }
        return recipients;
    }

    /** Says whether the draft's own duration gives an addressee less than its ladder does. */
    boolean isShorterThanLadder(Duration within) {
        return resolve().stream().map(Recipient::member).anyMatch(member -> within.compareTo(ladder(member)) < 0);
    }

    private Recipient named(Member member, RecipientKind kind) {
        if (member.equals(self)) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience", "names-its-origin");
        }
        Release release = ReleaseRule.decide(draft.tlp(), member, directory);
        checkLabel(release);
        // Whoever a revision reached stays addressed, also when suspended since: dropping it would be narrowing.
        if (!release.isAllowed() && lineBefore(member).isEmpty()) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience", release.slug());
        }
        return recipient(member, kind);
    }

    private static void checkLabel(Release release) {
        if (release == Release.ABOVE_CEILING || release == Release.RED_TO_EVERYONE) {
            throw Submission.refused(ProblemType.TLP_VIOLATION, "/tlp", release.slug());
        }
    }

    private static void checkNamedOnce(List<Recipient> recipients) {
        Set<Member> seen = new HashSet<>();
        if (!recipients.stream().map(Recipient::member).allMatch(seen::add)) {
            throw Submission.refused(ProblemType.INVALID_AUDIENCE, "/audience", "named-twice");
        }
    }

    private Stream<Recipient> everyoneElse(List<Recipient> already) {
        if (!named.everyone()) {
            return Stream.empty();
        }
        Set<Member> named =
                new HashSet<>(already.stream().map(Recipient::member).toList());
        RecipientKind kind = this.named.action().isEmpty() ? RecipientKind.ACTION : RecipientKind.INFO;
        return directory
                .addressable()
                .map(DirectoryEntry::member)
                .filter(member -> !member.equals(self) && !named.contains(member))
                .filter(this::mayReach)
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
