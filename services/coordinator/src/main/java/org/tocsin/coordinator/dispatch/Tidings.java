/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.tocsin.coordinator.notice.Telling;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Stage;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.inbound.Quarantined;

/**
 * Collects what a batch gives to tell, by whom it is for, and makes few notices of it. The centre learns that something
 * was dispatched, refused or done; never what an alert says.
 */
final class Tidings {

    private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);
    /** A line takes some 150 bytes, so a notice stays well below what may be signed. */
    private static final int LINES = 2_000;

    private final Map<Address, List<Notice.Dispatched>> dispatched = new LinkedHashMap<>();
    private final Map<Address, List<Notice.Step>> steps = new LinkedHashMap<>();
    private final List<Telling> refused = new ArrayList<>();
    private Instant latest = Instant.EPOCH;

    private record Address(Member member, Lane lane) {}

    private record Content(Lane lane, Notice notice) {}

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
                copies);
        for (Member target : both(alert.origin())) {
            dispatched
                    .computeIfAbsent(new Address(target, inbound.lane()), any -> new ArrayList<>())
                    .add(entry);
        }
        seen(inbound.appendedAt());
    }

    private static @Nullable Duration skew(Instant issued, Instant appendedAt) {
        Duration skew = Duration.between(appendedAt, issued);
        return skew.abs().compareTo(TOLERATED_SKEW) > 0 ? skew : null;
    }

    void step(Inbound inbound, AlertId alert, int revision, Stage stage) {
        steps.computeIfAbsent(new Address(Member.CENTRE, inbound.lane()), any -> new ArrayList<>())
                .add(new Notice.Step(alert, revision, inbound.author(), stage, inbound.appendedAt()));
        seen(inbound.appendedAt());
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
        refused.add(new Telling(both(sender), lane, Notice.refused(at, what)));
    }

    private void seen(Instant appendedAt) {
        latest = appendedAt.isAfter(latest) ? appendedAt : latest;
    }

    /** What is to be told; a notice that several are told alike is one. */
    List<Telling> tellings() {
        Map<Content, Set<Member>> told = new LinkedHashMap<>();
        collect(told, dispatched, entry -> entry.recipients().size() + 1, Notice::dispatched);
        collect(told, steps, step -> 1, Notice::steps);
        List<Telling> tellings = new ArrayList<>(refused);
        told.forEach((content, targets) -> tellings.add(new Telling(targets, content.lane(), content.notice())));
        return tellings;
    }

    private <T> void collect(
            Map<Content, Set<Member>> told,
            Map<Address, List<T>> entries,
            ToIntFunction<T> lines,
            BiFunction<Instant, List<T>, Notice> notice) {
        entries.forEach((address, list) -> chunks(list, lines).forEach(chunk -> told.computeIfAbsent(
                        new Content(address.lane(), notice.apply(latest, chunk)), any -> new LinkedHashSet<>())
                .add(address.member())));
    }

    private static <T> List<List<T>> chunks(List<T> entries, ToIntFunction<T> lines) {
        List<List<T>> chunks = new ArrayList<>();
        int room = 0;
        for (T entry : entries) {
            if (room < lines.applyAsInt(entry)) {
                chunks.add(new ArrayList<>());
                room = LINES;
            }
            chunks.get(chunks.size() - 1).add(entry);
            room -= lines.applyAsInt(entry);
        }
        return chunks;
    }

    private static Set<Member> both(Member other) {
        return new LinkedHashSet<>(List.of(other, Member.CENTRE));
    }
}
