/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.group.GroupId;
import org.tocsin.gateway.group.Groups;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.gateway.outbox.Departures;
import org.tocsin.gateway.outbox.Outbox;
import org.tocsin.gateway.outbox.Replies;
import org.tocsin.gateway.pending.Holds;
import org.tocsin.gateway.pending.ReleaseNeed;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.release.Reader;
import org.tocsin.transport.inbound.DirectoryReader;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Takes drafts through decision and on: sent, held for a second person, or only tried. Each method's reply is what the
 * client is told. */
@Component
class Submissions {

    private static final int OK = 200;
    private static final String ALREADY_DISCLOSED = "already-disclosed";

    private final SentAlerts sentAlerts;
    private final Groups groups;
    private final Issuing issuing;
    private final DirectoryReader directory;
    private final Departing departing;

    Submissions(SentAlerts sentAlerts, Groups groups, Issuing issuing, DirectoryReader directory, Departing departing) {
        this.sentAlerts = sentAlerts;
        this.groups = groups;
        this.issuing = issuing;
        this.directory = directory;
        this.departing = departing;
    }

    /** What makes a decision an alert of this member, or evidence that it is none: who it is, its clock, its ids. */
    @Component
    record Issuing(Self self, Clock clock, NoArgGenerator ids, StoppedDrafts stopped) {}

    /** Where a decided alert goes: out, or to wait for a second person. */
    @Component("submissionDeparting")
    record Departing(Outbox outbox, Departures departures, Holds holds, Replies replies) {}

    /** The revision a client believes to be the current one, and who goes on from it. */
    record Revised(AlertId alert, int expected, Reader author) {}

    // Drafts are read inside the chain: a repeated request gets its stored reply before anything else is judged.
    Mono<StoredReply> release(JsonNode body, Asked asked) {
        Mono<Decided> alert = Mono.defer(() -> released(DraftReader.alert(body), new Posted(body, asked)));
        return departing.replies().once(asked.claimed(), alert.flatMap(decided -> conclude(decided, asked)));
    }

    Mono<StoredReply> revise(Revised revised, JsonNode body, Asked asked) {
        Mono<Decided> alert =
                current(revised).flatMap(sent -> revised(DraftReader.revision(body), new Posted(body, asked), sent));
        return departing.replies().once(asked.claimed(), alert.flatMap(decided -> conclude(decided, asked)));
    }

    Mono<StoredReply> cancel(Revised revised, @Nullable JsonNode body, Asked asked) {
        Mono<Decided> alert =
                current(revised).flatMap(sent -> cancelled(DraftReader.cancellation(body), sent, revised.author()));
        return departing.replies().once(asked.claimed(), alert.flatMap(decided -> conclude(decided, asked)));
    }

    /** An alert as it was decided on, and what the client should know beside it. */
    private record Decided(Alert alert, @Nullable String notice) {

        // Who had an earlier revision keeps what it said, whatever the label is now.
        static Decided after(Sent before, Alert alert) {
            boolean isStricter =
                    alert.header().tlp().isStricterThan(before.header().tlp());
            return new Decided(alert, isStricter ? ALREADY_DISCLOSED : null);
        }
    }

    /** What a client posted, and how. */
    private record Posted(JsonNode body, Asked asked) {

        Reader author() {
            return asked.by().reader();
        }

        // Of its JSON without white space, so that who posted it can show that it is this one.
        Digest digest() {
            return Digest.sha256(WireJson.MAPPER.writeValueAsBytes(body));
        }
    }

    private Mono<Decided> released(Draft draft, Posted posted) {
        Mono<Decided> decided = submission(draft.body(), draft.groups(), posted.author())
                .map(submission -> submission.release(draft, issuing.ids().generate()))
                .map(alert -> new Decided(alert, null));
        return witnessed(draft, posted, null, decided);
    }

    private Mono<Decided> revised(Draft draft, Posted posted, Sent sent) {
        Mono<Decided> decided = submission(draft.body(), draft.groups(), posted.author())
                .map(submission -> Decided.after(sent, submission.revise(draft, sent)));
        return witnessed(draft, posted, sent, decided);
    }

    // What is only tried leaves nothing behind, not even evidence.
    private Mono<Decided> witnessed(Draft draft, Posted posted, @Nullable Sent sent, Mono<Decided> decided) {
        return posted.asked().isTrial()
                ? decided
                : issuing.stopped().witnessed(new Stoppage(draft, posted.digest(), sent, posted.author()), decided);
    }

    private Mono<Decided> cancelled(AlertBody words, Sent sent, Reader author) {
        return submission(words, List.of(), author)
                .map(submission -> new Decided(submission.cancel(words, sent), null));
    }

    private Mono<Submission> submission(AlertBody body, List<GroupId> named, Reader author) {
        return Mono.zip(
                sentAlerts.participantsOf(References.alerts(body.references()), author),
                groups.membersOf(named),
                (participants, members) -> new Submission(
                        new Scope(issuing.self().member(), directory.directory(), members),
                        issuing.clock().instant(),
                        participants));
    }

    private Mono<Sent> current(Revised revised) {
        return sentAlerts
                .latest(revised.alert(), revised.author())
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

    private Mono<StoredReply> conclude(Decided decided, Asked asked) {
        AlertHeader header = decided.alert().header();
        if (header.kind() != AlertKind.CANCEL) {
            departing.outbox().mustTakeAlert();
        }
        Optional<ReleaseNeed> need =
                ReleaseNeed.of(header, directory.directory(), asked.by().sendsAlone());
        if (asked.isTrial()) {
            return Mono.fromSupplier(() -> tried(decided, need));
        }
        Alert alert = decided.alert();
        return need.map(why -> departing
                        .holds()
                        .hold(alert, new Holds.Terms(why, asked.by(), asked.claim(), decided.notice())))
                .orElseGet(() -> departing
                        .departures()
                        .post(alert, new Departures.Terms(asked.claim(), decided.notice(), null)));
    }

    /** Says an alert again as its next revision, whatever is owed: it takes the place of what was owed before. */
    Mono<StoredReply> sayAgain(Alert alert, Digest digest) {
        return Mono.defer(() -> departing
                .departures()
                .post(
                        Submission.again(alert, digest, issuing.clock().instant()),
                        new Departures.Terms(null, null, null)));
    }

    private StoredReply tried(Decided decided, Optional<ReleaseNeed> need) {
        Trial trial = Trial.of(decided.alert(), directory.directory(), need, decided.notice());
        return new StoredReply("", "", "", OK, WireJson.MAPPER.writeValueAsBytes(trial));
    }
}
