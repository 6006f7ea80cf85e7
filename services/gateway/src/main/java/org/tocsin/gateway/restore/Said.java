/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.AnswerItem;
import org.tocsin.gateway.event.Event;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.transport.inbound.Inbound;

/** Something this member once said: the event it is, who must have it, and until when that matters. */
record Said(Inbound inbound, Event event, List<Member> awaited, Instant expires) {

    // An answer does not know its alert's end; no alert lives longer.
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Empty for what is never owed, such as receipts. */
    static Optional<Said> of(Inbound inbound) {
        if (inbound.message() instanceof Alert alert) {
            Event event = AlertItem.sent(alert, inbound.signed(), inbound.appendedAt())
                    .toEvent();
            List<Member> audience =
                    alert.header().audience().stream().map(Recipient::member).toList();
            return Optional.of(new Said(inbound, event, audience, alert.header().expires()));
        }
        if (inbound.message() instanceof Answer answer) {
            Event event = AnswerItem.sent(answer, inbound.signed(), inbound.appendedAt())
                    .toEvent(answer.audience());
            return Optional.of(new Said(
                    inbound, event, answer.audience(), inbound.appendedAt().plus(LONGEST)));
        }
        return Optional.empty();
    }
}
