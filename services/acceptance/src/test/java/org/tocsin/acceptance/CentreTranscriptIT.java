/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.AlertDraft;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.Standalone;
import org.tocsin.acceptance.exchange.Tap;
import org.tocsin.acceptance.secrecy.Opened;
import tools.jackson.databind.JsonNode;

/**
 * What the coordinating centre's desk learns of an alert that does not name it: that it exists, who is addressed, who
 * has done what by when, and who is late. Nothing of what it says, nor its label.
 */
@ResourceLock(Standalone.RESOURCE)
class CentreTranscriptIT {

    private static final Set<String> STAGES = Set.of("received", "displayed", "answered");
    private static final Map<String, Set<String>> FIELDS_ON_THE_TOPIC = Map.of(
            "dispatched", Set.of("alert", "revision", "digest", "status", "precedence", "appendedAt", "recipients"),
            "step", Set.of("alert", "revision", "member", "stage", "at"),
            "reminder", Set.of("alert", "revision", "member", "acknowledgeBy"),
            "overdue", Set.of("alert", "revision", "member", "acknowledgeBy"),
            "escalated", Set.of("alert", "revision", "member", "acknowledgeBy"));
    private static final Map<String, Set<String>> FIELDS_ON_THE_STREAM = Map.of(
            "dispatched",
                    Set.of(
                            "kind",
                            "alert",
                            "revision",
                            "at",
                            "digest",
                            "status",
                            "precedence",
                            "appendedAt",
                            "recipients"),
            "step", Set.of("kind", "alert", "revision", "at", "member", "stage"),
            "reminder", Set.of("kind", "alert", "revision", "at", "member", "acknowledgeBy"),
            "overdue", Set.of("kind", "alert", "revision", "at", "member", "acknowledgeBy"),
            "escalated", Set.of("kind", "alert", "revision", "at", "member", "acknowledgeBy"));
    private static final Map<String, String> LINES = Map.of(
            "dispatched", "dispatched", "step", "steps", "reminder", "late", "overdue", "late", "escalated", "late");
    private static final Set<String> OF_A_RECIPIENT = Set.of("member", "kind", "acknowledgeBy");

    private final Standalone exchange = Standalone.secluded();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private final Participant centre = exchange.member("centre");

    // The one that answers does everything; the other lets all its levels pass.
    @Test
    void centreIsToldExactlyWhatTheListSays() {
        List<String> topics = List.of("tocsin.inbox.centre.urgent", "tocsin.inbox.centre.routine");
        try (Tap tap = exchange.wire().tap(topics)) {
            tap.take();
            PostedAlert alert = kz.sends(draft("first words"));
            PostedAlert revised = revise(alert);
            uz.receives(revised);
            uz.displays(revised);
            uz.answers(revised, """
                    {"kind":"acknowledgement","revision":2,"outcome":"accepted","assessment":"affected","note":"Noted"}""");
            centre.isTold("escalated", "kg", revised);
            Patience.await("all steps").until(() -> stages(revised).containsAll(STAGES));

            Set<String> kinds = new TreeSet<>();
            for (JsonNode notice : Opened.messages(tap.take())) {
                kinds.add(onTheTopic(notice, alert));
            }
            centre.stream().about(alert.id()).forEach(CentreTranscriptIT::onTheStream);
            assertThat(kinds).contains("dispatched", "step", "escalated").isSubsetOf(FIELDS_ON_THE_TOPIC.keySet());
            assertThat(centre.stream().about(alert.id()).toString())
                    .doesNotContain(
                            "words", "Words", "TLP", "PAP", "203.0.113.9", "accepted", "affected", "Noted", "CVE");
            centre.holdsNothingOf(alert);
        }
    }

    private static AlertDraft draft(String words) {
        return AlertDraft.alert()
                .marked("TLP:RED", "exercise", "PRIORITY")
                .headline("Headline of " + words)
                .description("Description of " + words)
                .address("203.0.113.9")
                .vulnerability("CVE-2099-4711")
                .within("PT3S")
                .to("uz", "kg");
    }

    private PostedAlert revise(PostedAlert alert) {
        var revised = kz.as("officer")
                .post(
                        "/v1/alerts/" + alert.id() + "/revisions",
                        draft("second words").material().toTheSame().json(),
                        "If-Match",
                        "\"1\"");
        assertThat(revised.status()).as(revised.body()).isEqualTo(202);
        return PostedAlert.of(revised);
    }

    private List<String> stages(PostedAlert alert) {
        List<String> stages = new ArrayList<>();
        centre.stream().about(alert.id()).stream()
                .filter(event -> event.isNotice("step", "uz"))
                .forEach(event -> stages.add(event.text("stage")));
        return stages;
    }

    private static String onTheTopic(JsonNode notice, PostedAlert alert) {
        String kind = notice.path("kind").asString();
        String lines = LINES.getOrDefault(kind, "");
        assertThat(names(notice)).as("a notice of kind %s", kind).containsExactlyInAnyOrder("v", "kind", "at", lines);
        JsonNode found = notice.path(lines);
        for (JsonNode line : found.isArray() ? found.values() : List.of(found)) {
            assertThat(names(line)).isEqualTo(FIELDS_ON_THE_TOPIC.get(kind));
            assertThat(line.path("alert").asString()).isEqualTo(alert.id());
            recipients(line);
        }
        return kind;
    }

    private static void onTheStream(Event event) {
        assertThat(event.name()).isEqualTo("notice");
        assertThat(names(event.data())).isEqualTo(FIELDS_ON_THE_STREAM.get(event.text("kind")));
        recipients(event.data());
    }

    private static void recipients(JsonNode line) {
        line.path("recipients").forEach(copy -> assertThat(names(copy)).isEqualTo(OF_A_RECIPIENT));
    }

    private static Set<String> names(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }
}
