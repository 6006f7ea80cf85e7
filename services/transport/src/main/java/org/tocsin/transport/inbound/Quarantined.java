/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.signing.Refusal;

/**
 * A record that was not let in, kept with its bytes: <em>refused</em> for good, or <em>waiting</em> for a newer version
 * of this service or for the directory to learn a key.
 */
public record Quarantined(
        String topic,
        int partition,
        long offset,
        Instant appendedAt,
        Refusal reason,
        @Nullable Digest digest,
        byte @Nullable [] key,
        byte @Nullable [] value) {

    /** Refuses a message that was verified, for a reason found later. */
    public static Quarantined of(Inbound inbound, Refusal reason) {
        Inbound.Source source = inbound.source();
        return new Quarantined(
                source.topic(),
                source.partition(),
                source.offset(),
                inbound.appendedAt(),
                reason,
                inbound.signed().digest(),
                source.key().getBytes(StandardCharsets.UTF_8),
                inbound.signed().bytes());
    }

    /** Writes where it lay and why it is set aside into the log of whoever refused it; never what it says. */
    public void writeTo(Logger log) {
        log.atWarn()
                .addKeyValue("topic", topic)
                .addKeyValue("partition", partition)
                .addKeyValue("position", offset)
                .addKeyValue("reason", reason.slug())
                .log("Quarantined {} {} {}: {}", topic, partition, offset, reason.slug());
    }

    /** Says whether it is tried again rather than given up. */
    public boolean isWaiting() {
        return isWaitedOn(reason);
    }

    /** Says whether records of that reason are tried again by themselves. */
    public static boolean isWaitedOn(Refusal reason) {
        return reason == Refusal.NEWER_VERSION || reason == Refusal.UNKNOWN_KEY;
    }

    String state() {
        return isWaiting() ? "waiting" : "refused";
    }
}
