/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.answer;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.AnswerItem;
import org.tocsin.gateway.event.EventLog;
import org.tocsin.gateway.event.ReceiptItem;
import org.tocsin.gateway.event.Stored;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.gateway.outbox.Accepted;
import org.tocsin.gateway.outbox.Outbox;
import org.tocsin.gateway.outbox.Posting;
import org.tocsin.gateway.outbox.Receipts;
import org.tocsin.gateway.outbox.Replies;
import org.tocsin.gateway.reading.ReadableAlerts;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.By;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Receipt;
import org.tocsin.protocol.message.Stage;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Signer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/** Takes answers through decision, signature and commit, and tells the origin that an alert was shown. */
@Component
class Answers {

    private static final Duration AT_LEAST = Duration.ofDays(1);

    private final Memory memory;
    private final Issuing issuing;
    private final Outbox outbox;
    private final Replies replies;
    private final Receipts receipts;

    Answers(Memory memory, Issuing issuing, Outbox outbox, Replies replies, Receipts receipts) {
        this.memory = memory;
        this.issuing = issuing;
        this.outbox = outbox;
        this.replies = replies;
        this.receipts = receipts;
    }

    /** What this member knows, and the scheduler its blocking reads hop to. */
    @Component
    record Memory(ReadableAlerts alerts, EventLog log, Scheduler readers) {}

    /** What makes a decision an answer of this member. */
    @Component("answerIssuing")
    record Issuing(Signer signer, Clock clock, NoArgGenerator ids) {}

    /** What is answered or was displayed, and who says so: nobody does of what it may not read. */
    record Subject(AlertId alert, ReaderAtDoor reader) {}

    Mono<StoredReply> answer(Subject subject, JsonNode body, By by, @Nullable Claim claim) {
        Mono<StoredReply> work = Mono.defer(() -> {
            AnswerDraft draft = AnswerReader.read(body);
            return revisions(subject)
                    .map(revisions -> Answering.answered(revisions, draft.revision()))
                    .flatMap(current -> post(answer(draft, current, by), current, claim));
        });
        return replies.once(claim, work);
    }

    Mono<Void> displayed(Subject subject, Optional<Integer> revision) {
        return revisions(subject)
                .map(revisions -> Answering.displayed(revisions, revision))
                .zipWith(Actor.current())
                .flatMap(both -> Mono.fromCallable(() -> note(both.getT1(), both.getT2()))
                        .subscribeOn(memory.readers()))
                .then();
    }

    private Mono<List<Stored>> revisions(Subject subject) {
        return Mono.fromCallable(() -> memory.alerts().revisionsOf(List.of(subject.alert()), subject.reader()))
                .subscribeOn(memory.readers());
    }

    private Answer answer(AnswerDraft draft, AlertItem current, By by) {
        return new Answer(
                Message.VERSION,
                issuing.signer().owner(),
                issuing.ids().generate(),
                current.id(),
                draft.revision(),
                draft.kind(),
                draft.outcome(),
                draft.assessment(),
                draft.note(),
                by,
                List.of(current.origin()),
                issuing.clock().instant());
    }

    private Mono<StoredReply> post(Answer answer, AlertItem current, @Nullable Claim claim) {
        outbox.mustTakeAnswer();
        SignedMessage signed = issuing.signer().sign(answer);
        Lane lane = current.precedence().lane();
        byte[] body = Accepted.answer(answer, signed.digest(), outbox.isLinked(lane));
        StoredReply reply = claim == null ? null : claim.reply(Accepted.STATUS, body);
        Posting posting = new Posting(
                signed,
                AnswerItem.sent(answer, signed, answer.issued()).toEvent(answer.audience()),
                answer.alert().toString(),
                lane,
                answer.audience(),
                expires(current),
                reply,
                Act.ANSWER_GIVEN,
                null);
        return outbox.post(posting)
                .thenReturn(reply == null ? new StoredReply("", "", "", Accepted.STATUS, body) : reply);
    }

    // An answer to an alert about to expire must still have time to arrive.
    private Instant expires(AlertItem current) {
        Instant least = issuing.clock().instant().plus(AT_LEAST);
        return current.expires().isAfter(least) ? current.expires() : least;
    }

    private boolean note(Stored shown, Actor actor) throws SQLException {
        AlertItem alert = shown.as(AlertItem.class);
        Instant now = issuing.clock().instant();
        Member self = issuing.signer().owner();
        ReceiptItem item = new ReceiptItem(alert.id(), alert.revision(), null, self, Stage.DISPLAYED, now);
        AuditEntry entry =
                AuditEntry.done(Act.ALERT_DISPLAYED, actor, now).about(alert.id(), alert.revision(), alert.digest());
        boolean first = memory.log().append(item.toEvent(now), entry);
        if (first) {
            Receipt.Cover cover =
                    new Receipt.Cover(alert.id(), alert.revision(), null, alert.digest(), shown.at(), now);
            receipts.confirm(
                    List.of(new Receipts.Due(alert.origin(), alert.precedence().lane(), cover)));
        }
        return first;
    }
}
