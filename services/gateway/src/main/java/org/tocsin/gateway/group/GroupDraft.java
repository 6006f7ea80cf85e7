/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.group;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.http.Fields;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.http.SafeText;
import org.tocsin.gateway.http.Violation;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import tools.jackson.databind.JsonNode;

/** What a client wants a group to be: a name for people, and other members of the exchange, each once. */
record GroupDraft(String name, List<Member> members) {

    private static final int LONGEST_NAME = 128;
    private static final int MOST_MEMBERS = 500;

    /** Reads the body; {@link Refused} tells what is wrong with its form. */
    static GroupDraft read(JsonNode body) {
        Fields fields = Fields.of(body);
        String name = fields.required("name", fields.text("name", LONGEST_NAME));
        List<Member> members = fields.list("members", MOST_MEMBERS, GroupDraft::member);
        fields.refuseOthers();
        if (name != null && !SafeText.isSafeTitle(name)) {
            throw new Refused(ProblemType.UNSAFE_TEXT, List.of(new Violation("/name", "unsafe-text")));
        }
        if (name == null || !fields.violations().isEmpty()) {
            throw new Refused(ProblemType.INVALID_GROUP, fields.violations());
        }
        return new GroupDraft(name, members);
    }

    /** Refuses a group of nobody, of this member itself, of somebody twice, or of somebody unknown. */
    void check(Member self, Directory directory) {
        refuseIf(members.isEmpty(), "empty");
        refuseIf(members.contains(self), "names-its-origin");
        refuseIf(new HashSet<>(members).size() < members.size(), "named-twice");
        refuseIf(!members.stream().allMatch(member -> isKnown(member, directory)), "unknown-member");
    }

    private static boolean isKnown(Member member, Directory directory) {
        return !member.isReserved() && directory.entry(member).isPresent();
    }

    private static void refuseIf(boolean isWrong, String rule) {
        if (isWrong) {
            throw new Refused(ProblemType.INVALID_AUDIENCE, List.of(new Violation("/members", rule)));
        }
    }

    private static @Nullable Member member(String code) {
        return Member.isCode(code) ? new Member(code) : null;
    }
}
