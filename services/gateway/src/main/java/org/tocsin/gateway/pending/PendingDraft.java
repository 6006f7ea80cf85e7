/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertHeader;

/**
 * A draft as it lies in the table. {@code payload} is gone when it waits no more; {@code expires} is when it stops waiting,
 * at the alert's own expiry or after a day.
 */
record PendingDraft(
        AlertId alert,
        int revision,
        Digest digest,
        @Nullable DraftPayload payload,
        PendingState state,
        ReleaseNeed need,
        Author author,
        Instant at,
        Instant expires) {

    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    /** A decided draft that begins to wait. */
    static PendingDraft of(Alert decided, ReleaseNeed need, Author author, Instant at) {
        AlertHeader header = decided.header();
        DraftPayload payload = DraftPayload.of(decided);
        Instant latest = at.plus(LONGEST_WAIT);
        return new PendingDraft(
                header.alert(),
                header.revision(),
                payload.digest(),
                payload,
                PendingState.PENDING_RELEASE,
                need,
                author,
                at,
                header.expires().isBefore(latest) ? header.expires() : latest);
    }

    /** Says whether it can still be released. */
    boolean isWaiting(Instant now) {
        return payload != null && state == PendingState.PENDING_RELEASE && expires.isAfter(now);
    }
}
