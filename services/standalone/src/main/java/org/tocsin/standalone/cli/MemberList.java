/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.cli;

import java.util.ArrayList;
import java.util.List;
import org.tocsin.protocol.Member;

/** Reads a comma-separated list of member codes. */
public final class MemberList {

    private MemberList() {}

    /** The members named, in their order. */
    public static List<Member> parse(String codes) throws CannotRun {
        List<Member> members = new ArrayList<>();
        for (String code : codes.split(",", -1)) {
            Member member = member(code.strip());
            if (members.contains(member)) {
                throw CannotRun.askedWrongly("The member " + member + " is named twice.");
            }
            members.add(member);
        }
        return List.copyOf(members);
    }

    /** The members named, and {@code centre} last where it is left out: it always exists. */
    public static List<Member> withCentre(String codes) throws CannotRun {
        List<Member> members = new ArrayList<>(parse(codes));
        if (!members.contains(Member.CENTRE)) {
            members.add(Member.CENTRE);
        }
        return List.copyOf(members);
    }

    /** One member by its code. */
    public static Member member(String code) throws CannotRun {
        if (!Member.isCode(code)) {
            throw CannotRun.askedWrongly("\"" + printable(code)
                    + "\" is not a member's code: 2 to 16 of a-z, 0-9 and -, a letter first, such as kz.");
        }
        Member member = new Member(code);
        if (member.isReserved()) {
            throw CannotRun.askedWrongly("\"" + code + "\" is reserved and cannot be a member's code.");
        }
        return member;
    }

    private static String printable(String code) {
        return code.replaceAll("\\P{Print}", "?");
    }
}
