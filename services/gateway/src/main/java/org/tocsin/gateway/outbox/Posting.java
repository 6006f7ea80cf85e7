/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.signing.SignedMessage;

/**
 * Something this member says: the signed bytes, the event it is, who must confirm it until when, and the reply that a
 * repeated request gets.
 */
public record Posting(
        SignedMessage signed,
        Event event,
        String recordKey,
        Lane lane,
        List<Member> awaited,
        Instant expires,
        @Nullable StoredReply reply) {}
