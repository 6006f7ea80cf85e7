/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.signing.SignedMessage;

/**
 * One verified message: signed by {@code author}, who is also its payload's author, with a key valid at {@code
 * appendedAt}, the time of the append to the author's outbox. {@code only} narrows the audience when not empty.
 */
public record Inbound(
        Message message,
        SignedMessage signed,
        Member author,
        Lane lane,
        Instant appendedAt,
        List<Member> only,
        Source source) {

    /** Where it was read, with the record's own key, and what its author sealed for itself there, if anything. */
    public record Source(String topic, int partition, long offset, String key, byte @Nullable [] claim) {

        /** A record that carries nothing sealed. */
        public Source(String topic, int partition, long offset, String key) {
            this(topic, partition, offset, key, null);
        }
    }
}
