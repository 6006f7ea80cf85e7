/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.group.GroupId;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.Info;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.testing.Examples;

/** Sample drafts and directories; what is not said has a sensible value. */
record Drafts(
        Status status,
        Precedence precedence,
        Label tlp,
        Draft.@Nullable Audience audience,
        @Nullable Duration within,
        @Nullable Instant expires,
        boolean material,
        AlertBody body) {

    /** A FLASH in earnest, TLP:AMBER, to uz for action. */
    static Drafts draft() {
        return new Drafts(
                        Status.ACTUAL, Precedence.FLASH, Label.AMBER, null, null, null, false, words("A wave of mails"))
                .to("uz");
    }

    Drafts status(Status other) {
        return new Drafts(other, precedence, tlp, audience, within, expires, material, body);
    }

    Drafts precedence(Precedence other) {
        return new Drafts(status, other, tlp, audience, within, expires, material, body);
    }

    Drafts tlp(Label other) {
        return new Drafts(status, precedence, other, audience, within, expires, material, body);
    }

    /** Names the members for action. */
    Drafts to(String... members) {
        return audience(new Draft.Audience(members(members), List.of(), false));
    }

    /** Names further members to be informed. */
    Drafts info(String... members) {
        return audience(new Draft.Audience(audience.action(), members(members), audience.everyone()));
    }

    /** Names sharing groups: for action, and to be informed; an empty text names none. */
    Drafts groups(String action, String info) {
        Draft.Groups groups = new Draft.Groups(groupIds(action), groupIds(info));
        return audience(new Draft.Audience(audience.action(), audience.info(), audience.everyone(), groups));
    }

    private static List<GroupId> groupIds(String id) {
        return id.isEmpty() ? List.of() : List.of(new GroupId(id));
    }

    /** Adds everyone. */
    Drafts everyone() {
        return audience(new Draft.Audience(audience.action(), audience.info(), true, audience.groups()));
    }

    Drafts audience(Draft.@Nullable Audience other) {
        return new Drafts(status, precedence, tlp, other, within, expires, material, body);
    }

    Drafts within(Duration other) {
        return new Drafts(status, precedence, tlp, audience, other, expires, material, body);
    }

    Drafts expires(Instant other) {
        return new Drafts(status, precedence, tlp, audience, within, other, material, body);
    }

    Drafts material(boolean other) {
        return new Drafts(status, precedence, tlp, audience, within, expires, other, body);
    }

    Drafts headline(String text) {
        return new Drafts(status, precedence, tlp, audience, within, expires, material, words(text));
    }

    Drafts references(String... references) {
        AlertBody referring = new AlertBody(
                body.info(), null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of(references));
        return new Drafts(status, precedence, tlp, audience, within, expires, material, referring);
    }

    Draft build() {
        return new Draft(status, precedence, tlp, null, audience, within, expires, material, body);
    }

    static AlertBody words(String headline) {
        return new AlertBody(
                List.of(new Info("en", headline, null, null)),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** What kz can name: its groups are {@code near}, kg and uz, and {@code far}, tj. */
    static Scope scope(Directory directory) {
        return new Scope(
                Examples.member("kz"),
                directory,
                Map.of(new GroupId("near"), members("kg", "uz"), new GroupId("far"), members("tj")));
    }

    /** The sample directory in which the member has deadlines of its own. */
    static Directory withDeadlines(String member, Map<Precedence, Duration> deadlines) {
        DirectoryEntry entry = Examples.entry(member);
        return Examples.directory().with(next(entry, entry.status(), deadlines, null));
    }

    /** The sample directory in which the member may not be sent anything stricter than the label. */
    static Directory withCeiling(String member, Label ceiling) {
        DirectoryEntry entry = Examples.entry(member);
        return Examples.directory().with(next(entry, entry.status(), Map.of(), ceiling));
    }

    /** The sample directory in which the member is suspended. */
    static Directory withoutRightsOf(String member) {
        return Examples.directory().with(next(Examples.entry(member), MemberStatus.SUSPENDED, Map.of(), null));
    }

    private static DirectoryEntry next(
            DirectoryEntry entry, MemberStatus status, Map<Precedence, Duration> deadlines, @Nullable Label ceiling) {
        return new DirectoryEntry(
                entry.v(),
                entry.member(),
                entry.entry() + 1,
                entry.kind(),
                entry.name(),
                status,
                entry.keys(),
                deadlines,
                ceiling,
                entry.dutyContact());
    }

    private static List<Member> members(String... codes) {
        return Stream.of(codes).map(Examples::member).toList();
    }
}
