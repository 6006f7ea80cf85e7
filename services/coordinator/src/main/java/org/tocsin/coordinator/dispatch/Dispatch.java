/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.release.Release;
import org.tocsin.protocol.release.ReleaseRule;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.transport.inbound.Inbound;

/**
 * Decides what becomes of one alert: refused as a whole, or released, with a word on each recipient. Reads the header
 * only. Pure: {@code hasInbox} says which topics may be sent to.
 */
record Dispatch(Directory directory, Predicate<String> hasInbox) {

    /** The recipient's inbox does not exist, or does not take the copy: tried again when the origin sends again. */
    static final String NO_INBOX = "no-inbox";

    /** An origin is never its own recipient. */
    static final String IS_ORIGIN = "is-origin";

    /** Refused as a whole, or released. */
    sealed interface Decision permits Refused, Released {}

    /** Not to be copied to anybody. */
    record Refused(Inbound inbound, AlertHeader alert, Refusal reason) implements Decision {}

    /** To be copied to the lines without a refusal. Deadlines count from {@code appendedAt}, its first append. */
    record Released(Inbound inbound, AlertHeader alert, Instant appendedAt, List<Line> lines) implements Decision {}

    /** One recipient, and why it gets no copy if it gets none. */
    record Line(Recipient recipient, @Nullable String refusal) {}

    Decision decide(Inbound inbound, AlertHeader alert, Known known) {
        Optional<Known.First> first = known.first(alert);
        if (first.isPresent() && !first.get().digest().equals(inbound.signed().digest())) {
            return new Refused(inbound, alert, Refusal.ALERT_ID_CONFLICT);
        }
        // One lane, one key, one partition: only so are an alert's revisions judged one after the other.
        if (inbound.lane() != alert.precedence().lane()) {
            return new Refused(inbound, alert, Refusal.LANE_MISMATCH);
        }
        if (!directory.isAddressable(alert.origin())) {
            return new Refused(inbound, alert, Refusal.AUTHOR_NOT_ACTIVE);
        }
        if (alert.expires().isBefore(inbound.appendedAt())) {
            return new Refused(inbound, alert, Refusal.EXPIRED);
        }
        Instant appendedAt = first.map(Known.First::appendedAt).orElse(inbound.appendedAt());
        return new Released(inbound, alert, appendedAt, lines(inbound, alert));
    }

    private List<Line> lines(Inbound inbound, AlertHeader alert) {
        Set<Member> seen = new HashSet<>();
        List<Line> lines = new ArrayList<>();
        for (Recipient recipient : alert.audience()) {
            Member member = recipient.member();
            boolean isMeant = inbound.only().isEmpty() || inbound.only().contains(member);
            if (isMeant && seen.add(member)) {
                lines.add(new Line(clocked(recipient, alert), refusal(inbound, alert, member)));
            }
        }
        return lines;
    }

    // In earnest nobody is accused sooner than its own ladder says, whatever an origin signed.
    private Recipient clocked(Recipient recipient, AlertHeader alert) {
        Duration least = directory
                .entry(recipient.member())
                .map(entry -> entry.ladder(alert.precedence()))
                .orElse(Duration.ZERO);
        boolean isTooShort =
                alert.status() == Status.ACTUAL && recipient.acknowledgeWithin().compareTo(least) < 0;
        return isTooShort ? new Recipient(recipient.member(), recipient.kind(), least) : recipient;
    }

    private @Nullable String refusal(Inbound inbound, AlertHeader alert, Member member) {
        if (member.equals(alert.origin())) {
            return IS_ORIGIN;
        }
        Release release = ReleaseRule.decide(alert.tlp(), member, directory);
        if (!release.isAllowed()) {
            return release.slug();
        }
        return hasInbox.test(Topics.inbox(member, inbound.lane())) ? null : NO_INBOX;
    }
}
