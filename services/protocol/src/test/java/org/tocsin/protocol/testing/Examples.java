/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.DutyContact;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberKind;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.protocol.signing.SigningKey;

/**
 * Sample members, keys and messages. Keys are made once per JVM and stay the same within it; the directory lists them
 * valid from 2020 to 2040, and sample alerts expire in 2039, so they suit tests on a real broker's clock too.
 */
public final class Examples {

    /** When the sample messages say they were issued. */
    public static final Instant ISSUED = Instant.parse("2026-03-01T08:00:00.123Z");
    /** When the sample alerts expire. */
    public static final Instant EXPIRES = Instant.parse("2039-12-31T00:00:00Z");
    /** When the sample keys begin to be valid. */
    public static final Instant VALID_FROM = Instant.parse("2020-01-01T00:00:00Z");
    /** When the sample keys cease to be valid. */
    public static final Instant VALID_UNTIL = Instant.parse("2040-01-01T00:00:00Z");
    /** The members that alerts may be addressed to. */
    public static final List<String> MEMBERS = List.of("centre", "kg", "kz", "tj", "uz");

    private static final Map<Member, SigningKey> KEYS = new ConcurrentHashMap<>();
    private static final Map<Member, Signer> SIGNERS = new ConcurrentHashMap<>();

    private Examples() {}

    /** The member of that code. */
    public static Member member(String code) {
        return new Member(code);
    }

    /** The member's key pair, the same all through the JVM. */
    public static SigningKey key(String member) {
        return KEYS.computeIfAbsent(member(member), SigningKey::generate);
    }

    /** A signer with the member's key. */
    public static Signer signer(String member) {
        return SIGNERS.computeIfAbsent(member(member), owner -> new Signer(key(owner.code())));
    }

    /** The message signed by its author's key. */
    public static SignedMessage signed(Message message) {
        return signer(message.author().code()).sign(message);
    }

    /** The member's public key as the directory lists it. */
    public static MemberKey memberKey(String member) {
        return key(member).toMemberKey(VALID_FROM, VALID_UNTIL);
    }

    /** The registrar's key: what configurations trust. */
    public static MemberKey anchor() {
        return memberKey(Member.REGISTRAR.code());
    }

    /** A directory with every sample member, the coordinator and the registrar. */
    public static Directory directory() {
        Directory directory = Directory.EMPTY;
        for (DirectoryEntry entry : entries()) {
            directory = directory.with(entry);
        }
        return directory;
    }

    /** The records of {@link #directory}. */
    public static List<DirectoryEntry> entries() {
        return Stream.concat(MEMBERS.stream(), Stream.of("coordinator", "registrar"))
                .map(Examples::entry)
                .toList();
    }

    /** A member's first record: active, no ceiling, no deadlines of its own. */
    public static DirectoryEntry entry(String code) {
        return new DirectoryEntry(
                Message.VERSION,
                member(code),
                1,
                kindOf(member(code)),
                "CERT of " + code,
                MemberStatus.ACTIVE,
                List.of(memberKey(code)),
                Map.of(),
                null,
                new DutyContact("Duty desk", "+000 1 23", "desk@" + code + ".example", "24/7", "UTC"));
    }

    /** A record of the directory as it travels, signed by the registrar. */
    public static SignedMessage signed(DirectoryEntry entry) {
        return signer(Member.REGISTRAR.code()).sign(entry);
    }

    /** An alert from kz to uz, in earnest, IMMEDIATE, TLP:AMBER, unless told otherwise. */
    public static AlertBuilder alert() {
        return new AlertBuilder();
    }

    /** A member's acknowledgement of the alert's revision, addressed to its origin, unless told otherwise. */
    public static AnswerBuilder answer(String member, Alert alert) {
        return new AnswerBuilder(member(member), alert);
    }

    /** A member's receipt for messages of {@code to}; it needs at least one cover. */
    public static ReceiptBuilder receipt(String member, String to) {
        return new ReceiptBuilder(member(member), member(to));
    }

    /** A member's receipt for one alert. */
    public static ReceiptBuilder receipt(String member, Alert alert) {
        return receipt(member, alert.author().code()).covering(alert);
    }

    /** What the coordinator says when it has copied the alert to all its audience. */
    public static Notice dispatched(Alert alert, Instant appendedAt) {
        return Notice.dispatched(appendedAt, List.of(dispatch(alert, appendedAt)));
    }

    /** What the coordinator says when a member missed a level of its deadline. */
    public static Notice late(NoticeKind kind, String member, Alert alert, Instant acknowledgeBy) {
        return Notice.late(
                acknowledgeBy,
                kind,
                new Notice.Late(alert.header().alert(), alert.header().revision(), member(member), acknowledgeBy));
    }

    /** A new UUIDv7 (RFC 9562 section 5.7). */
    public static UUID uuid() {
        long high = System.currentTimeMillis() << 16
                | 0x7000
                | ThreadLocalRandom.current().nextInt(0x1000);
        long low = ThreadLocalRandom.current().nextLong() >>> 2 | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static Notice.Dispatched dispatch(Alert alert, Instant appendedAt) {
        return new Notice.Dispatched(
                alert.header().alert(),
                alert.header().revision(),
                signed(alert).digest(),
                alert.header().status(),
                alert.header().precedence(),
                appendedAt,
                null,
                alert.header().audience().stream()
                        .map(line -> new Notice.Copy(
                                line.member(), line.kind(), appendedAt.plus(line.acknowledgeWithin()), null))
                        .toList(),
                null);
    }

    private static MemberKind kindOf(Member member) {
        if (member.isReserved()) {
            return MemberKind.AUTHORITY;
        }
        return member.equals(Member.CENTRE) ? MemberKind.BODY : MemberKind.STATE;
    }
}
