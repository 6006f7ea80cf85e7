/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;

/**
 * One side of a comparison of what {@code member} and {@code to} hold (ADR 0013). A <em>summary</em> says what {@code
 * member} has sent to {@code to}; <em>held</em> answers the summary issued at {@code asked} with what {@code member}
 * holds from {@code to}, and lists the digests where the two differ. With it {@code member} may tell the head of its audit
 * (ADR 0020). Carries no content.
 */
public record Reconciliation(
        int v,
        Member member,
        Member to,
        ReconciliationKind kind,
        Instant issued,
        @Nullable Instant asked,
        List<Window> windows,
        @Nullable AuditHead audit)
        implements Message {

    /** The most windows of one message. */
    public static final int MAX_WINDOWS = 100;
    /** The most digests of one message, over all its windows: so it stays under the size of a signed message. */
    public static final int MAX_DIGESTS = 5_000;
    /** The longest time compared: an alert lives 30 days at most. */
    public static final Duration MAX_SPAN = Duration.ofDays(31);

    /** Checks the compulsory words, and that the windows follow each other, are not too many and reach not too far. */
    public Reconciliation {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(issued, "issued");
        windows = List.copyOf(windows);
        if (windows.isEmpty() || windows.size() > MAX_WINDOWS || isOverfull(windows) || !isOrdered(windows)) {
            throw new IllegalArgumentException("1 to 100 windows in order, with at most 5000 digests");
        }
        Instant at = kind == ReconciliationKind.SUMMARY ? issued : Objects.requireNonNull(asked, "asked");
        if (windows.get(windows.size() - 1).until().isAfter(at)
                || windows.get(0).since().isBefore(at.minus(MAX_SPAN))) {
            throw new IllegalArgumentException("the windows lie in the 31 days before the summary");
        }
    }

    /** What {@code member} says of its own sending. */
    public static Reconciliation summary(Member member, Member to, Instant issued, List<Window> windows) {
        return new Reconciliation(VERSION, member, to, ReconciliationKind.SUMMARY, issued, null, windows, null);
    }

    /** What {@code member} answers to that summary. */
    public static Reconciliation held(Reconciliation summary, Instant issued, List<Window> windows) {
        return new Reconciliation(
                VERSION, summary.to, summary.member, ReconciliationKind.HELD, issued, summary.issued, windows, null);
    }

    /** The same, with the head of the member's audit. */
    public Reconciliation with(AuditHead head) {
        return new Reconciliation(v, member, to, kind, issued, asked, windows, head);
    }

    @Override
    public MessageType type() {
        return MessageType.RECONCILIATION;
    }

    @Override
    public Member author() {
        return member;
    }

    private static boolean isOverfull(List<Window> windows) {
        return windows.stream()
                        .map(Window::digests)
                        .mapToInt(List<Digest>::size)
                        .sum()
                > MAX_DIGESTS;
    }

    private static boolean isOrdered(List<Window> windows) {
        for (int i = 1; i < windows.size(); i++) {
            if (windows.get(i).since().isBefore(windows.get(i - 1).until())) {
                return false;
            }
        }
        return true;
    }
}
