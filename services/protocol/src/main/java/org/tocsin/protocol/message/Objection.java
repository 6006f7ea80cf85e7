/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;

/**
 * A gateway's signed word that the release rule stopped something: {@code member} did not let {@code digest}, which bears
 * {@code label}, come to {@code recipient}, by {@code rule}. Told to {@code to}, the origin; an origin that stopped its
 * own draft, which became no alert, tells itself. Carries nothing of what it stopped.
 */
public record Objection(
        int v,
        Member member,
        Member to,
        Place place,
        String rule,
        Label label,
        @Nullable AlertId alert,
        @Nullable Integer revision,
        Digest digest,
        @Nullable Member recipient,
        Instant at)
        implements Message {

    private static final int LONGEST_RULE = 64;

    /** Checks the compulsory words, and that only a gateway speaks, for its own place. */
    public Objection {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(at, "at");
        if (rule.isEmpty() || rule.length() > LONGEST_RULE) {
            throw new IllegalArgumentException("a rule has a short name");
        }
        boolean isOfItsPlace =
                switch (place) {
                    case ORIGIN -> to.equals(member);
                    case RECIPIENT -> !to.equals(member) && member.equals(recipient) && alert != null;
                    case COORDINATOR -> false;
                };
        if (!isOfItsPlace) {
            throw new IllegalArgumentException("an origin objects to itself, a recipient to the origin");
        }
    }

    /** What an origin's gateway did not let become an alert. */
    public static Objection atOrigin(Member member, Stopped stopped, Instant at) {
        return new Objection(
                VERSION,
                member,
                member,
                Place.ORIGIN,
                stopped.rule(),
                stopped.label(),
                stopped.alert(),
                stopped.revision(),
                stopped.digest(),
                stopped.recipient(),
                at);
    }

    /** What a recipient's gateway did not let in. */
    public static Objection atRecipient(Member member, AlertHeader alert, Stopped stopped, Instant at) {
        return new Objection(
                VERSION,
                member,
                alert.origin(),
                Place.RECIPIENT,
                stopped.rule(),
                stopped.label(),
                alert.alert(),
                alert.revision(),
                stopped.digest(),
                member,
                at);
    }

    /** What the rule stopped: by which of its words, of which label, and on the way to whom. */
    public record Stopped(
            String rule,
            Label label,
            @Nullable AlertId alert,
            @Nullable Integer revision,
            Digest digest,
            @Nullable Member recipient) {}

    @Override
    public MessageType type() {
        return MessageType.OBJECTION;
    }

    @Override
    public Member author() {
        return member;
    }
}
