/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of the exchange's Kafka topics, and what a name says about its owner. */
public final class Topics {

    /** Compacted, key = member; written by the coordinator only. */
    public static final String DIRECTORY = "tocsin.directory";
    /** One partition; only the append time in its acknowledgements is wanted (ADR 0005). */
    public static final String CLOCK = "tocsin.clock";

    private static final String OUTBOX = "tocsin.outbox.";
    private static final String INBOX = "tocsin.inbox.";
    private static final Pattern FORM =
            Pattern.compile("tocsin\\.(outbox|inbox)\\.([a-z][a-z0-9-]{1,15})\\.(urgent|routine)");

    private Topics() {}

    /** Where a member's gateway puts what it says. */
    public static String outbox(Member member, Lane lane) {
        return OUTBOX + member.code() + '.' + lane.token();
    }

    /** Where a member's gateway finds what it is told. */
    public static String inbox(Member member, Lane lane) {
        return INBOX + member.code() + '.' + lane.token();
    }

    /** All outboxes of a lane, for the coordinator's subscription. */
    public static Pattern outboxes(Lane lane) {
        return Pattern.compile("tocsin\\.outbox\\.[a-z][a-z0-9-]{1,15}\\." + lane.token());
    }

    /** The four topics of a member. */
    public static List<String> of(Member member) {
        return Stream.of(Lane.values())
                .flatMap(lane -> Stream.of(outbox(member, lane), inbox(member, lane)))
                .toList();
    }

    /** The member whose topic this is; empty for topics that belong to no member. */
    public static Optional<Member> owner(String topic) {
        return matched(topic).map(form -> new Member(form.group(2)));
    }

    /** The lane of a member's topic. */
    public static Optional<Lane> lane(String topic) {
        return matched(topic).map(form -> Lane.of(form.group(3)));
    }

    /** Says whether the topic is an inbox. */
    public static boolean isInbox(String topic) {
        return topic.startsWith(INBOX);
    }

    private static Optional<Matcher> matched(String topic) {
        Matcher form = FORM.matcher(topic);
        return form.matches() ? Optional.of(form) : Optional.empty();
    }
}
