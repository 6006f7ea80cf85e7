/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.testing;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.inbound.Inbound;

/** Verified messages as a listener hands them over, each from its author's outbox. */
public final class Inbounds {

    private static final AtomicLong OFFSET = new AtomicLong();

    private Inbounds() {}

    /** The message, appended at that time, meant for its whole audience or the named members only. */
    public static Inbound of(Message message, Instant appendedAt, String... only) {
        Lane lane = message instanceof Alert alert ? alert.header().precedence().lane() : Lane.URGENT;
        List<Member> narrowed = Stream.of(only).map(Member::new).toList();
        return new Inbound(
                message,
                Examples.signed(message),
                message.author(),
                lane,
                appendedAt,
                narrowed,
                new Inbound.Source(Topics.outbox(message.author(), lane), 0, OFFSET.getAndIncrement(), key(message)));
    }

    /** The record key of the message. */
    static String key(Message message) {
        if (message instanceof Alert alert) {
            return alert.header().alert().toString();
        }
        return message instanceof Answer answer
                ? answer.alert().toString()
                : message.author().code();
    }
}
