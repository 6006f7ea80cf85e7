/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Pap;
import org.tocsin.protocol.Precedence;

/**
 * What everybody on the way may read of an alert: who, how urgent, which label, to whom. Nothing here says what
 * happened. {@code audience} is resolved and frozen at signing; {@code previous} is the digest of the revision before;
 * {@code issued} is the origin's claim and never a rule; {@code expires} is.
 */
public record AlertHeader(
        int v,
        Member origin,
        UUID id,
        int revision,
        AlertKind kind,
        @Nullable Digest previous,
        Status status,
        Precedence precedence,
        Label tlp,
        @Nullable Pap pap,
        boolean material,
        List<Recipient> audience,
        Instant issued,
        Instant expires,
        @Nullable String releasedBy,
        @Nullable String correlate) {

    /** What {@code releasedBy} says of an alert that one person released alone, for want of a second. */
    public static final String RELEASED_BY_ONE = "single";

    /** Checks that the compulsory words are there and that revisions count from 1. */
    public AlertHeader {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(precedence, "precedence");
        Objects.requireNonNull(tlp, "tlp");
        Objects.requireNonNull(issued, "issued");
        Objects.requireNonNull(expires, "expires");
        audience = List.copyOf(audience);
        if (revision < 1) {
            throw new IllegalArgumentException("revisions count from 1");
        }
    }

    /** The alert's identity. */
    public AlertId alert() {
        return new AlertId(origin, id);
    }

    /** The audience's line for a member, if it is addressed. */
    public Optional<Recipient> recipient(Member member) {
        return audience.stream().filter(line -> line.member().equals(member)).findFirst();
    }
}
