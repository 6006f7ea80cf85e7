/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.group.GroupId;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Pap;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.message.RecipientKind;
import org.tocsin.protocol.message.Status;

/**
 * What a client wants said, well formed but not yet decided on. A revision may leave {@code audience} out to keep it.
 */
record Draft(
        Status status,
        Precedence precedence,
        Label tlp,
        @Nullable Pap pap,
        @Nullable Audience audience,
        @Nullable Duration acknowledgeWithin,
        @Nullable Instant expires,
        boolean material,
        AlertBody body) {

    /** The same, said to the same members as before. */
    Draft to(List<Recipient> before) {
        Audience same = new Audience(
                before.stream()
                        .filter(line -> line.kind() == RecipientKind.ACTION)
                        .map(Recipient::member)
                        .toList(),
                before.stream()
                        .filter(line -> line.kind() == RecipientKind.INFO)
                        .map(Recipient::member)
                        .toList(),
                false);
        return new Draft(status, precedence, tlp, pap, same, acknowledgeWithin, expires, material, body);
    }

    /** The sharing groups this draft names. */
    List<GroupId> groups() {
        return audience == null
                ? List.of()
                : Stream.of(audience.groups().action(), audience.groups().info())
                        .flatMap(List::stream)
                        .distinct()
                        .toList();
    }

    /**
     * Whom the client names. Members of {@code groups} are added when the alert is signed, and {@code everyone} adds all
     * active members that are not named otherwise.
     */
    record Audience(List<Member> action, List<Member> info, boolean everyone, Groups groups) {

        static final Audience NOBODY = new Audience(List.of(), List.of(), false);

        /** An audience that names no group. */
        Audience(List<Member> action, List<Member> info, boolean everyone) {
            this(action, info, everyone, new Groups(List.of(), List.of()));
        }
    }

    /** The sharing groups whose members must act, and those whose members must know. */
    record Groups(List<GroupId> action, List<GroupId> info) {}
}
