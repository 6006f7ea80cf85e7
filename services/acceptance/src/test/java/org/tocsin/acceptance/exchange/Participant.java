/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A member at work: its people and programs at its own gateway, with a live stream open from the first event on. The
 * stream is that of an officer, who is cleared for everything its member may hold.
 */
public final class Participant implements AutoCloseable {

    private static final int ACCEPTED = 202;

    private final String code;
    private final URI gateway;
    private final URI management;
    private final Map<String, String> tokens;
    private final LiveStream stream;

    Participant(String code, URI gateway, URI management, Map<String, String> tokens) {
        this.code = code;
        this.gateway = gateway;
        this.management = management;
        this.tokens = Map.copyOf(tokens);
        this.stream = stream("0");
    }

    /** The same member at another of its doors. */
    Participant at(URI otherGateway, URI otherManagement) {
        return new Participant(code, otherGateway, otherManagement, tokens);
    }

    /** Its code. */
    public String code() {
        return code;
    }

    /** Its gateway's public door. */
    public URI gateway() {
        return gateway;
    }

    /** A token by its name: cert, operator, officer, officer2, admin. */
    public String token(String name) {
        return tokens.get(name);
    }

    /** A client with the token of that name. */
    public Http as(String tokenName) {
        return new Http(gateway, token(tokenName));
    }

    /** A client without a token. */
    public Http asNobody() {
        return new Http(gateway, "");
    }

    /** A client of the management port. */
    public Http management() {
        return new Http(management, "");
    }

    /** Everything its live stream has shown. */
    public LiveStream stream() {
        return stream;
    }

    /** A further live stream behind that cursor. */
    public LiveStream stream(String cursor) {
        return new LiveStream(gateway, token("officer"), cursor);
    }

    /** Its CERT posts the alert and is answered 202. */
    public PostedAlert sends(AlertDraft draft) {
        return sends(draft.json());
    }

    /** Its CERT posts this text as it stands, and an officer releases it if it is held. */
    public PostedAlert sends(String draft) {
        Reply reply = as("cert").post("/v1/alerts", draft);
        assertThat(reply.status()).as(reply.body()).isEqualTo(ACCEPTED);
        return PostedAlert.of(released(reply));
    }

    /** Its CERT posts this text as the next revision, and an officer releases it if it is held. */
    public PostedAlert revises(PostedAlert alert, String draft) {
        String current = '"' + Integer.toString(alert.revision()) + '"';
        Reply reply = as("cert").post("/v1/alerts/" + alert.id() + "/revisions", draft, "If-Match", current);
        assertThat(reply.status()).as(reply.body()).isEqualTo(ACCEPTED);
        return PostedAlert.of(released(reply));
    }

    /** What became of an accepted post: an officer releases it, if it waits for a second person. */
    Reply released(Reply accepted) {
        if (!accepted.text("state").equals("pending-release")) {
            return accepted;
        }
        Reply reply = releases("officer", accepted);
        assertThat(reply.status()).as(reply.body()).isEqualTo(ACCEPTED);
        return reply;
    }

    /** The person of that token releases exactly what was held. */
    public Reply releases(String tokenName, Reply held) {
        return as(tokenName)
                .post("/v1/pending/" + held.text("id") + "/release", "{\"digest\":\"" + held.text("digest") + "\"}");
    }

    /** Its live stream shows the alert, once. */
    public Event receives(PostedAlert alert) {
        Patience.await(code + " receives " + alert.id())
                .until(() -> stream.about(alert.id()).stream().anyMatch(event -> isAlert(event, alert)));
        assertThat(stream.about(alert.id()))
                .filteredOn(event -> isAlert(event, alert))
                .hasSize(1);
        return stream.about(alert.id()).stream()
                .filter(event -> isAlert(event, alert))
                .findFirst()
                .orElseThrow();
    }

    /** Its gateway knows nothing of the alert, and its stream has never mentioned it. */
    public void knowsNothingOf(PostedAlert alert) {
        assertThat(stream.about(alert.id())).isEmpty();
        holdsNothingOf(alert);
    }

    /** Its gateway does not hold the alert: not even who may read everything finds it. */
    public void holdsNothingOf(PostedAlert alert) {
        assertThat(as("officer").get("/v1/alerts/" + alert.id()).status()).isEqualTo(404);
    }

    /** An officer acknowledges the alert and is answered 202. */
    public void acknowledges(PostedAlert alert) {
        answers(alert, "{\"kind\":\"acknowledgement\",\"revision\":" + alert.revision() + ",\"outcome\":\"accepted\"}");
    }

    /** An officer answers the alert with this text and is answered 202. */
    public void answers(PostedAlert alert, String answer) {
        Reply reply = as("officer").post("/v1/alerts/" + alert.id() + "/answers", answer);
        assertThat(reply.status()).as(reply.body()).isEqualTo(ACCEPTED);
    }

    /** A person at its gateway is shown the alert. */
    public void displays(PostedAlert alert) {
        Reply reply = as("officer").post("/v1/alerts/" + alert.id() + "/display", "");
        assertThat(reply.status()).as(reply.body()).isEqualTo(204);
    }

    /** The headlines of all alerts it sent or received, by the list, that begin so. */
    public List<String> headlines(String direction, String beginning) {
        List<String> headlines = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = as("cert")
                    .get("/v1/alerts?limit=200&direction=" + direction + cursor)
                    .json();
            page.path("items")
                    .forEach(item -> headlines.add(
                            item.path("info").path(0).path("headline").asString("")));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
        } while (!cursor.isEmpty());
        return headlines.stream()
                .filter(headline -> headline.startsWith(beginning))
                .toList();
    }

    /** An operator asks for a comparison with another member and is answered 202. */
    public void reconcilesWith(String other) {
        Reply reply = as("operator").post("/v1/links/" + other + "/reconciliation", "");
        assertThat(reply.status()).as(reply.body()).isEqualTo(ACCEPTED);
    }

    /** Compares with another member, and says how what was sent to that one stands after it. */
    public JsonNode comparedWith(String other) {
        String before = sentTo(other).path("comparedAt").asString("");
        reconcilesWith(other);
        Patience.await(code + " to have compared with " + other)
                .until(() -> !sentTo(other).path("comparedAt").asString("").equals(before));
        return sentTo(other);
    }

    private JsonNode sentTo(String other) {
        return as("operator")
                .get("/v1/links")
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("member").asString().equals(other))
                .findFirst()
                .orElseThrow()
                .path("sent");
    }

    /** Its view of who has received, displayed and answered the alert. */
    public Sight sees(PostedAlert alert) {
        return new Sight(this, alert.id());
    }

    /** A notice of that kind about that member and alert is on its stream. */
    public Event isTold(String kind, String about, PostedAlert alert) {
        Patience.await(code + " is told " + kind + " of " + about).until(() -> timesTold(kind, about, alert) > 0);
        return stream.about(alert.id()).stream()
                .filter(event -> event.isNotice(kind, about))
                .findFirst()
                .orElseThrow();
    }

    /** How many notices of that kind about that member and alert its stream has shown. */
    public long timesTold(String kind, String about, PostedAlert alert) {
        return stream.about(alert.id()).stream()
                .filter(event -> event.isNotice(kind, about))
                .count();
    }

    @Override
    public void close() {
        stream.close();
    }

    private static boolean isAlert(Event event, PostedAlert alert) {
        return event.name().equals("alert") && event.data().path("revision").asInt() == alert.revision();
    }
}
