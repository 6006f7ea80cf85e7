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
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.Precedence;

/**
 * The coordinator's word. Exactly one of the four parts is filled, as {@code kind} says: {@code dispatched} and
 * {@code steps} list what came in one batch, {@code refused} and {@code late} are single. It never carries text, label,
 * class or note of an alert.
 */
public record Notice(
        int v,
        NoticeKind kind,
        Instant at,
        List<Dispatched> dispatched,
        List<Step> steps,
        @Nullable Refused refused,
        @Nullable Late late)
        implements Message {

    /** Absent lists are empty lists. */
    public Notice {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        dispatched = dispatched == null ? List.of() : List.copyOf(dispatched);
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    /** A notice of what went out. */
    public static Notice dispatched(Instant at, List<Dispatched> dispatched) {
        return new Notice(VERSION, NoticeKind.DISPATCHED, at, dispatched, List.of(), null, null);
    }

    /** A notice of what members did. */
    public static Notice steps(Instant at, List<Step> steps) {
        return new Notice(VERSION, NoticeKind.STEP, at, List.of(), steps, null, null);
    }

    /** A notice of what was not let through. */
    public static Notice refused(Instant at, Refused refused) {
        return new Notice(VERSION, NoticeKind.REFUSED, at, List.of(), List.of(), refused, null);
    }

    /** A notice of a missed deadline; its kind is the level's. */
    public static Notice late(Instant at, NoticeKind kind, Late late) {
        return new Notice(VERSION, kind, at, List.of(), List.of(), null, late);
    }

    @Override
    public MessageType type() {
        return MessageType.NOTICE;
    }

    @Override
    public Member author() {
        return Member.COORDINATOR;
    }

    /**
     * One revision that was copied. {@code appendedAt} is the broker's time of its first append, which every deadline
     * counts from; {@code skew} is given when the origin's {@code issued} is more than five minutes off it; {@code
     * releasedBy} only when one person released it alone.
     */
    public record Dispatched(
            AlertId alert,
            int revision,
            Digest digest,
            Status status,
            Precedence precedence,
            Instant appendedAt,
            @Nullable Duration skew,
            List<Copy> recipients,
            @Nullable String releasedBy) {

        /** Checks the compulsory words; absent lists are empty lists. */
        public Dispatched {
            Objects.requireNonNull(alert, "alert");
            Objects.requireNonNull(digest, "digest");
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(precedence, "precedence");
            Objects.requireNonNull(appendedAt, "appendedAt");
            recipients = recipients == null ? List.of() : List.copyOf(recipients);
        }
    }

    /** One copy: sent, with the deadline it opened or kept, or refused with the reason. */
    public record Copy(
            Member member,
            RecipientKind kind,
            @Nullable Instant acknowledgeBy,
            @Nullable String refusal) {

        /** Checks the compulsory words. */
        public Copy {
            Objects.requireNonNull(member, "member");
            Objects.requireNonNull(kind, "kind");
        }
    }

    /** A member did something with a revision; times are the broker's. */
    public record Step(AlertId alert, int revision, Member member, Stage stage, Instant at) {

        /** All are compulsory. */
        public Step {
            Objects.requireNonNull(alert, "alert");
            Objects.requireNonNull(member, "member");
            Objects.requireNonNull(stage, "stage");
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * Something was not let through: a whole record (its digest, if it had one), or one copy to {@code recipient}.
     * Carries never the bytes. What the release rule stopped on its way to one recipient is told to the origin alone with
     * its {@code label} and the {@code place} of the rule: that notice is the coordinator's evidence.
     */
    public record Refused(
            @Nullable AlertId alert,
            @Nullable Integer revision,
            @Nullable Member recipient,
            @Nullable Digest digest,
            String reason,
            @Nullable Label label,
            @Nullable Place place) {

        /** The reason is compulsory. */
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }

        /** What was refused for another reason than the release rule's. */
        public Refused(
                @Nullable AlertId alert,
                @Nullable Integer revision,
                @Nullable Member recipient,
                @Nullable Digest digest,
                String reason) {
            this(alert, revision, recipient, digest, reason, null, null);
        }

        /** What the release rule stopped at the coordinator, on its way to that recipient. */
        public static Refused byRule(AlertHeader alert, Digest digest, Member recipient, String rule) {
            return new Refused(
                    alert.alert(), alert.revision(), recipient, digest, rule, alert.tlp(), Place.COORDINATOR);
        }
    }

    /** A member that missed a level of its deadline. */
    public record Late(AlertId alert, int revision, Member member, Instant acknowledgeBy) {

        /** All are compulsory. */
        public Late {
            Objects.requireNonNull(alert, "alert");
            Objects.requireNonNull(member, "member");
            Objects.requireNonNull(acknowledgeBy, "acknowledgeBy");
        }
    }
}
