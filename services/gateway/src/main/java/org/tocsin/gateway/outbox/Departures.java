/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Signer;
import reactor.core.publisher.Mono;

/** Signs an alert that was decided on and posts it; what comes back is what the client is told. */
@Component
public class Departures {

    private final Outbox outbox;
    private final Signer signer;
    private final Clock clock;

    Departures(Outbox outbox, Signer signer, Clock clock) {
        this.outbox = outbox;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * Whose key the reply is kept under, if any; what the client should know beside it; and which waiting draft this is
     * the release of.
     */
    public record Terms(
            @Nullable Claim claim,
            @Nullable String notice,
            @Nullable DraftRelease release) {}

    /** Signs and commits; fails as {@link Outbox#post} does, with nothing stored. */
    public Mono<StoredReply> post(Alert alert, Terms terms) {
        AlertHeader header = alert.header();
        Instant now = clock.instant();
        SignedMessage signed = signer.sign(alert);
        Accepted.Going going =
                new Accepted.Going(now, outbox.isLinked(header.precedence().lane()));
        byte[] body = Accepted.alert(header, signed.digest(), going, terms.notice());
        Claim claim = terms.claim();
        StoredReply reply = claim == null ? null : claim.reply(Accepted.STATUS, body);
        Posting posting = new Posting(
                signed,
                AlertItem.sent(alert, signed, now).toEvent(),
                header.alert().toString(),
                header.precedence().lane(),
                members(header),
                header.expires(),
                reply,
                act(header.kind(), terms.release()),
                terms.release());
        return outbox.post(posting)
                .thenReturn(reply == null ? new StoredReply("", "", "", Accepted.STATUS, body) : reply);
    }

    private static Act act(AlertKind kind, @Nullable DraftRelease release) {
        if (release != null) {
            return release.reason() == null ? Act.PENDING_RELEASED : Act.GLASS_BROKEN;
        }
        return switch (kind) {
            case ALERT -> Act.ALERT_RELEASED;
            case UPDATE -> Act.ALERT_REVISED;
            case CANCEL -> Act.ALERT_CANCELLED;
        };
    }

    private static List<Member> members(AlertHeader header) {
        return header.audience().stream().map(Recipient::member).toList();
    }
}
