/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.DutyContact;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Message;

/** How a member of a demonstration is introduced in the directory: its name, kind and an invented duty desk. */
public final class Introduction {

    private static final int STATE_CODE_LENGTH = 2;
    private static final int DEMO_NUMBERS = 100;
    private static final Map<String, String> BODIES = Map.of(
            "centre", "Coordinating centre",
            "coordinator", "Coordinator of the exchange",
            "registrar", "Registrar of the exchange");
    private static final Map<String, String> ZONES = Map.of(
            "by", "Europe/Minsk",
            "cn", "Asia/Shanghai",
            "in", "Asia/Kolkata",
            "ir", "Asia/Tehran",
            "kg", "Asia/Bishkek",
            "kz", "Asia/Almaty",
            "pk", "Asia/Karachi",
            "ru", "Europe/Moscow",
            "tj", "Asia/Dushanbe",
            "uz", "Asia/Tashkent");

    private Introduction() {}

    /** The first record of a member, with its first key. */
    static DirectoryEntry of(Member member, MemberKey key) {
        return new DirectoryEntry(
                Message.VERSION,
                member,
                1,
                kind(member),
                name(member),
                MemberStatus.ACTIVE,
                List.of(key),
                Map.of(),
                null,
                member.isReserved() ? null : dutyContact(member));
    }

    /** A member's name in English: the state's, or the body's. */
    public static String name(Member member) {
        if (kind(member) == MemberKind.STATE) {
            return new Locale("", member.code()).getDisplayCountry(Locale.ENGLISH);
        }
        return BODIES.getOrDefault(member.code(), member.code());
    }

    private static MemberKind kind(Member member) {
        if (member.isReserved()) {
            return MemberKind.AUTHORITY;
        }
        return member.code().length() == STATE_CODE_LENGTH ? MemberKind.STATE : MemberKind.BODY;
    }

    // The telephone number is of a block that is kept for fiction, the mail domain of one that never exists (RFC 2606).
    private static DutyContact dutyContact(Member member) {
        String desk = kind(member) == MemberKind.STATE ? "National CERT duty desk" : "Duty desk";
        int number = Math.floorMod(member.code().hashCode(), DEMO_NUMBERS);
        return new DutyContact(
                desk,
                String.format(Locale.ROOT, "+1 202 555 01%02d", number),
                "duty@cert." + member.code() + ".example",
                "24/7",
                ZONES.getOrDefault(member.code(), "UTC"));
    }
}
