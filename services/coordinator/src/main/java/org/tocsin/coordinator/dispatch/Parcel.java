/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import java.time.Instant;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.outbound.Outgoing;

/** One record to put into one member's inbox, byte for byte, telling when its original was first appended. */
record Parcel(Inbound inbound, Member to, Instant appendedAt) {

    Outgoing outgoing() {
        return new Outgoing(
                        Topics.inbox(to, inbound.lane()),
                        inbound.source().key(),
                        inbound.signed().bytes())
                .appendedAt(appendedAt.toEpochMilli());
    }
}
