/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import java.time.Instant;
import java.util.List;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.Status;

/** A draft that waits, or waits no more, as the member's own stream shows it: never what it says, nor to whom. */
record PendingItem(
        AlertId alert,
        int revision,
        PendingState state,
        ReleaseNeed need,
        Status status,
        Precedence precedence,
        Label tlp,
        Digest digest,
        Instant at,
        Instant expires) {

    static PendingItem of(PendingDraft draft, AlertHeader header, PendingState state, Instant at) {
        return new PendingItem(
                draft.alert(),
                draft.revision(),
                state,
                draft.need(),
                header.status(),
                header.precedence(),
                header.tlp(),
                draft.digest(),
                at,
                draft.expires());
    }

    /** The event that this is. A draft may begin to wait again, so its moment is part of what it is. */
    Event toEvent() {
        String key = "pending/" + alert + '/' + revision + '/' + state.token() + '/' + at.toEpochMilli();
        return new Event(key, EventKind.PENDING, null, alert, revision, List.of(), null, at, Event.json(this), tlp);
    }
}
