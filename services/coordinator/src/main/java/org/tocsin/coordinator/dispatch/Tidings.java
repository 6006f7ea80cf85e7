/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tocsin.coordinator.notice.Gathering;
import org.tocsin.coordinator.notice.Telling;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.release.Release;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.inbound.Quarantined;

/**
 * Collects what a batch gives to tell, and whom. The centre learns that something was dispatched, refused or done; never
 * what an alert says.
 */
final class Tidings {

    private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

    private final List<Telling> tellings = new ArrayList<>();

    void dispatched(Dispatch.Released released, List<Notice.Copy> copies) {
        Inbound inbound = released.inbound();
        AlertHeader alert = released.alert();
        Notice.Dispatched entry = new Notice.Dispatched(
                alert.alert(),
                alert.revision(),
                inbound.signed().digest(),
                alert.status(),
                alert.precedence(),
                released.appendedAt(),
                skew(alert.issued(), released.appendedAt()),
                copies,
                releasedBy(alert));
        Notice notice = Notice.dispatched(inbound.appendedAt(), List.of(entry));
        tellings.add(new Telling(both(alert.origin()), inbound.lane(), notice));
        copies.stream().filter(Tidings::isByRule).forEach(copy -> stopped(released, copy));
    }

    // Evidence for the origin, with the label, which is nobody else's affair.
    private void stopped(Dispatch.Released released, Notice.Copy copy) {
        Inbound inbound = released.inbound();
        Notice.Refused evidence = Notice.Refused.byRule(
                released.alert(),
                inbound.signed().digest(),
                copy.member(),
                Objects.requireNonNull(copy.refusal(), "a copy that was stopped"));
        tellings.add(new Telling(
                Set.of(released.alert().origin()), inbound.lane(), Notice.refused(inbound.appendedAt(), evidence)));
    }

    private static boolean isByRule(Notice.Copy copy) {
        return Release.ofSlug(copy.refusal())
                .filter(release -> !release.isAllowed())
                .isPresent();
    }

    // That one person alone released it is the centre's business, who the officers are is not.
    private static @Nullable String releasedBy(AlertHeader alert) {
        return AlertHeader.RELEASED_BY_ONE.equals(alert.releasedBy()) ? alert.releasedBy() : null;
    }

    private static @Nullable Duration skew(Instant issued, Instant appendedAt) {
        Duration skew = Duration.between(appendedAt, issued);
        return skew.abs().compareTo(TOLERATED_SKEW) > 0 ? skew : null;
    }

    void step(Inbound inbound, AlertId alert, int revision, Stage stage) {
        Instant at = inbound.appendedAt();
        Notice.Step step = new Notice.Step(alert, revision, inbound.author(), stage, at);
        tellings.add(new Telling(Set.of(Member.CENTRE), inbound.lane(), Notice.steps(at, List.of(step))));
    }

    /** An answer that did not get to one of those it is for. */
    void undelivered(Inbound inbound, Answer answer, Member recipient) {
        refused(
                inbound.author(),
                inbound.lane(),
                inbound.appendedAt(),
                new Notice.Refused(
                        answer.alert(),
                        answer.revision(),
                        recipient,
                        inbound.signed().digest(),
                        Dispatch.NO_INBOX));
    }

    /** An alert that was refused as a whole. */
    void refused(Dispatch.Refused alert) {
        Inbound inbound = alert.inbound();
        refused(
                inbound.author(),
                inbound.lane(),
                inbound.appendedAt(),
                new Notice.Refused(
                        alert.alert().alert(),
                        alert.alert().revision(),
                        null,
                        inbound.signed().digest(),
                        alert.reason().slug()));
    }

    /** A record that was not believed or not understood; told to whose topic it lay in. */
    void refused(Quarantined record) {
        Topics.owner(record.topic())
                .ifPresent(owner -> refused(
                        owner,
                        Topics.lane(record.topic()).orElse(Lane.ROUTINE),
                        record.appendedAt(),
                        new Notice.Refused(
                                null,
                                null,
                                null,
                                record.digest(),
                                record.reason().slug())));
    }

    private void refused(Member sender, Lane lane, Instant at, Notice.Refused what) {
        tellings.add(new Telling(both(sender), lane, Notice.refused(at, what)));
    }

    /** What is to be told, in few notices. */
    List<Telling> tellings() {
        return Gathering.of(tellings);
    }

    private static Set<Member> both(Member other) {
        return new LinkedHashSet<>(List.of(other, Member.CENTRE));
    }
}
