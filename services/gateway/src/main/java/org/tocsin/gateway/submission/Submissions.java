/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.gateway.outbox.Outbox;
import org.tocsin.gateway.outbox.Posting;
import org.tocsin.gateway.outbox.Replies;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.transport.inbound.DirectoryReader;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Takes drafts through decision, signature and commit; each method's reply is what the client is told. */
@Component
class Submissions {

    private static final int ACCEPTED = 202;

    private final SentAlerts sentAlerts;
    private final Issuing issuing;
    private final DirectoryReader directory;
    private final Outbox outbox;
    private final Replies replies;

    Submissions(SentAlerts sentAlerts, Issuing issuing, DirectoryReader directory, Outbox outbox, Replies replies) {
        this.sentAlerts = sentAlerts;
        this.issuing = issuing;
        this.directory = directory;
        this.outbox = outbox;
        this.replies = replies;
    }

    /** What makes a decision an alert of this member: its signer, its clock, its ids. */
    @Component
    record Issuing(Signer signer, Clock clock, NoArgGenerator ids) {}

    /** The revision a client believes to be the current one. */
    record Revised(AlertId alert, int expected) {}

    // Drafts are read inside the chain: a repeated request gets its stored reply before anything else is judged.
    Mono<StoredReply> release(JsonNode body, @Nullable Claim claim) {
        Mono<Alert> alert = Mono.defer(() -> released(DraftReader.alert(body)));
        return replies.once(claim, alert.flatMap(decided -> post(decided, claim)));
    }

    Mono<StoredReply> revise(Revised revised, JsonNode body, @Nullable Claim claim) {
        Mono<Alert> alert = current(revised).flatMap(sent -> revised(DraftReader.revision(body), sent));
        return replies.once(claim, alert.flatMap(decided -> post(decided, claim)));
    }

    Mono<StoredReply> cancel(Revised revised, @Nullable JsonNode body, @Nullable Claim claim) {
        Mono<Alert> alert = current(revised).flatMap(sent -> cancelled(DraftReader.cancellation(body), sent));
        return replies.once(claim, alert.flatMap(decided -> post(decided, claim)));
    }

    private Mono<Alert> released(Draft draft) {
        return submission(draft.body())
                .map(submission -> submission.release(draft, issuing.ids().generate()));
    }

    private Mono<Alert> revised(Draft draft, Sent sent) {
        return submission(draft.body()).map(submission -> submission.revise(draft, sent));
    }

    private Mono<Alert> cancelled(AlertBody words, Sent sent) {
        return submission(words).map(submission -> submission.cancel(words, sent));
    }

    private Mono<Submission> submission(AlertBody body) {
        return sentAlerts
                .participantsOf(References.alerts(body.references()))
                .map(participants -> new Submission(
                        issuing.signer().owner(),
                        directory.directory(),
                        issuing.clock().instant(),
                        participants));
    }

    private Mono<Sent> current(Revised revised) {
        return sentAlerts
                .latest(revised.alert())
                .switchIfEmpty(Mono.error(() -> new Refused(ProblemType.NOT_FOUND)))
                .doOnNext(sent -> {
                    sent.mustBeOpen();
                    mustBeCurrent(revised, sent);
                });
    }

    private static void mustBeCurrent(Revised revised, Sent sent) {
        if (sent.revision() != revised.expected()) {
            throw new Refused(ProblemType.PRECONDITION_FAILED);
        }
    }

    private Mono<StoredReply> post(Alert alert, @Nullable Claim claim) {
        AlertHeader header = alert.header();
        if (header.kind() != AlertKind.CANCEL) {
            outbox.mustTakeAlert();
        }
        Instant now = issuing.clock().instant();
        SignedMessage signed = issuing.signer().sign(alert);
        Lane lane = header.precedence().lane();
        byte[] body = WireJson.MAPPER.writeValueAsBytes(new Released(
                header.alert(),
                header.revision(),
                signed.digest(),
                "released",
                now,
                outbox.isLinked(lane) ? "sent" : "queued",
                header.audience()));
        StoredReply reply = claim == null ? null : claim.reply(ACCEPTED, body);
        Posting posting = new Posting(
                signed,
                AlertItem.sent(alert, signed, now).toEvent(),
                header.alert().toString(),
                lane,
                members(header),
                header.expires(),
                reply);
        return outbox.post(posting).thenReturn(reply == null ? new StoredReply("", "", "", ACCEPTED, body) : reply);
    }

    private static List<Member> members(AlertHeader header) {
        return header.audience().stream().map(Recipient::member).toList();
    }
}
