/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.tocsin.acceptance.exchange.AlertDraft;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Exchange;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.Reply;

/** An act while it is played: what it has made, and what everybody concerned must have seen before it is over. */
final class Played {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    private final Exchange exchange;
    private final Script.Act act;
    private final String words;
    private final List<Reply> made = new ArrayList<>();
    private final List<Expected> expected = new ArrayList<>();
    private String id = "";
    private int revision;

    private record Expected(Participant viewer, Predicate<Event> event) {}

    Played(Exchange exchange, Script.Act act, String words) {
        this.exchange = exchange;
        this.act = act;
        this.words = words;
    }

    Script.Act act() {
        return act;
    }

    /** The alert's identity. */
    String id() {
        return id;
    }

    /** What gateways have answered to what was posted, in that order: each has an identity and a digest. */
    List<Reply> made() {
        return made;
    }

    /** Its origin posts it; it is delivered when this returns. */
    Played post() {
        posted(post(act.origin(), "/v1/alerts", draft().json()));
        return this;
    }

    /** Lets follow what follows. */
    Played follow() {
        if (act.fate().answered()) {
            answer(act.to().get(0));
        }
        if (act.fate().revised()) {
            posted(post(act.origin(), path("revisions"), draft().json(), "If-Match", "\"" + revision + "\""));
        }
        if (act.fate().displayed()) {
            display(act.to().get(0));
        }
        if (act.fate().recalled()) {
            posted(post(act.origin(), path("cancellation"), "", "If-Match", "\"" + revision + "\""));
        }
        return this;
    }

    /** Waits until everybody concerned has seen all of it, receipts too. */
    void settle() {
        expected.forEach(one -> Patience.await(one.viewer().code() + " has seen all of " + id)
                .pollInterval(BETWEEN_LOOKS)
                .until(() -> one.viewer().stream().about(id).stream().anyMatch(one.event())));
    }

    private AlertDraft draft() {
        AlertDraft draft = AlertDraft.alert()
                .marked(
                        act.saying().label(),
                        act.saying().status(),
                        act.saying().precedence())
                .headline("Gateways are watched, " + words)
                .description("What was seen of " + words)
                .address(act.saying().address())
                .vulnerability(act.saying().vulnerability());
        return revision == 0 ? draft.to(act.to().toArray(String[]::new)) : draft.toTheSame();
    }

    private void posted(Reply accepted) {
        id = accepted.text("id");
        revision = accepted.json().path("revision").asInt();
        int latest = revision;
        expect(act.origin(), event -> event.isNotice("dispatched", "") && isOf(event, latest));
        for (String member : act.to()) {
            expect(act.origin(), event -> isReceipt(event, member, "received") && isOf(event, latest));
            settle(exchange.member(member), event -> event.name().equals("alert") && isOf(event, latest));
        }
    }

    private void answer(String member) {
        String answer =
                post(member, path("answers"), """
                {"kind":"acknowledgement","revision":%d,"outcome":"accepted","note":"Noted, %s"}""".formatted(revision, words)).text("id");
        settle(
                exchange.member(act.origin()),
                event -> event.name().equals("answer") && event.text("id").equals(answer));
        expect(member, event -> event.text("answer").equals(answer));
    }

    private void display(String member) {
        int latest = revision;
        Reply reply = exchange.member(member).as("officer").post(path("display"), "");
        assertThat(reply.status()).as(reply.body()).isEqualTo(204);
        expect(act.origin(), event -> isReceipt(event, member, "displayed") && isOf(event, latest));
    }

    private Reply post(String member, String path, String body, String... headers) {
        Reply reply = exchange.member(member).as("officer").post(path, body, headers);
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        made.add(reply);
        return reply;
    }

    private String path(String what) {
        return "/v1/alerts/" + id + "/" + what;
    }

    private void expect(String viewer, Predicate<Event> event) {
        expected.add(new Expected(exchange.member(viewer), event));
    }

    private void settle(Participant viewer, Predicate<Event> event) {
        Patience.await(viewer.code() + " to be told of " + id)
                .pollInterval(BETWEEN_LOOKS)
                .until(() -> viewer.stream().about(id).stream().anyMatch(event));
    }

    private static boolean isOf(Event event, int revision) {
        return event.data().path("revision").asInt() == revision;
    }

    private static boolean isReceipt(Event event, String member, String stage) {
        return event.name().equals("receipt")
                && event.text("member").equals(member)
                && event.text("stage").equals(stage)
                && event.text("answer").isEmpty();
    }
}
