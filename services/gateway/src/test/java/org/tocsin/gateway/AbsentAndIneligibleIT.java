/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.testing.Examples;

/**
 * What the release rule does not let a reader have is not there for it: at every door, whatever its role, an alert that is
 * held here answers as one that never was, byte for byte.
 */
class AbsentAndIneligibleIT {

    private static final String ABSENT = "uz.0198c7a1-7c3a-7e5e-8a4e-1f6f3c2b9d10";
    private static final String CANARY = "canary4e0d";
    private static final Map<Label, Alert> RECEIVED = new EnumMap<>(Label.class);
    private static final Map<Label, String> SENT = new EnumMap<>(Label.class);
    private static final Map<String, String> TOKENS = new LinkedHashMap<>();

    private static Gateway kz;

    /** A way in, by which what lies at a path is asked for. */
    private record Door(String name, Asking asking) {

        Reply ask(Http client, String alert) {
            return asking.ask(client, "/v1/alerts/" + alert);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private interface Asking {
        Reply ask(Http client, String path);
    }

    private static final String ANSWER = "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\"}";
    private static final List<Door> DOORS = List.of(
            new Door("detail", (client, path) -> client.get(path)),
            new Door("signed bytes", (client, path) -> client.get(path, "Accept", "application/jose")),
            new Door("head", (client, path) -> client.method("HEAD", path)),
            new Door("cached detail", (client, path) -> client.get(path, "If-None-Match", "\"1\"")),
            new Door("matrix", (client, path) -> client.get(path + "/matrix")),
            new Door("answer", (client, path) -> client.post(path + "/answers", ANSWER)),
            new Door("display", (client, path) -> client.post(path + "/display", "{}")),
            new Door("display of a revision", (client, path) -> client.post(path + "/display", "{\"revision\":1}")),
            new Door("revision", (client, path) -> client.post(path + "/revisions", draft(), "If-Match", "\"1\"")),
            new Door("recall", (client, path) -> client.post(path + "/cancellation", "{}", "If-Match", "\"1\"")),
            new Door(
                    "recall of another revision",
                    (client, path) -> client.post(path + "/cancellation", "{}", "If-Match", "\"9\"")),
            new Door("deletion", (client, path) -> client.delete(path, "{\"reason\":\"Court order 12/2026\"}")),
            new Door("put", (client, path) -> client.method("PUT", path)));

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
        List.of("cert", "operator", "officer", "admin", "auditor").forEach(name -> TOKENS.put(name, kz.token(name)));
        TOKENS.put("constituent", token("operator", "PERSON", "CONSTITUENT", null));
        TOKENS.put("sensor", token("cert", "MACHINE", "CERT", "TLP:GREEN"));
        TOKENS.put("trainee", token("officer", "PERSON", "CERT", "TLP:CLEAR"));
        TOKENS.put("counsel", token("admin", "PERSON", "CERT", "TLP:AMBER"));
        for (Label label : Label.values()) {
            RECEIVED.put(label, received(label));
            SENT.put(label, sent(label));
        }
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static String token(String role, String being, String standing, String ceiling) {
        String secret = (role + standing + ceiling).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "-");
        String token = "tsn_kz_" + (secret + "x".repeat(43)).substring(0, 43);
        kz.change("insert into token (hash, name, roles, expires, being, standing, red, ceiling) values ('"
                + Digest.sha256(token).hex() + "', '" + secret + "', '" + role + "', now() + interval '1 day', '"
                + being
                + "', '" + standing + "', false, " + (ceiling == null ? "null" : "'" + ceiling + "'")
                + ") returning hash");
        return token;
    }

    private static Alert received(Label label) {
        Alert alert = Examples.alert()
                .from("uz")
                .to("kz")
                .tlp(label)
                .headline(CANARY + " from uz " + name(label))
                .build();
        told(alert.header().alert().toString(), alert);
        await().until(() -> kz.as("officer").get(path(alert)).status() == 200);
        return alert;
    }

    private static String sent(Label label) {
        Reply reply = kz.as("officer")
                .post(
                        "/v1/alerts",
                        GatewayIT.DRAFT
                                .replace("TLP:AMBER", label.token())
                                .replace("Edge gateways", CANARY + " from kz " + name(label)));
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        return reply.text("id");
    }

    private static void told(String key, Message message) {
        kz.told(Lane.URGENT, key, Examples.signed(message).bytes());
    }

    private static String path(Alert alert) {
        return "/v1/alerts/" + alert.header().alert();
    }

    private static String name(Label label) {
        return "label" + label.ordinal();
    }

    private static String draft() {
        return GatewayIT.DRAFT.replace(",\"audience\":{\"action\":[\"uz\"],\"info\":[\"kg\"]}", "");
    }

    private static Http as(String reader) {
        return kz.withToken(TOKENS.get(reader));
    }

    // What each may read at all, said here once more and not asked of the rule.
    private static boolean mayRead(String reader, Label label) {
        return switch (reader) {
            case "officer" -> true;
            case "cert", "operator" -> label != Label.RED;
            case "constituent" -> label.compareTo(Label.AMBER) >= 0;
            case "sensor" -> label.compareTo(Label.GREEN) >= 0;
            case "trainee" -> label == Label.CLEAR;
            default -> false;
        };
    }

    static Stream<Arguments> readersAndDoors() {
        return TOKENS.keySet().stream()
                .flatMap(reader -> DOORS.stream().map(door -> Arguments.arguments(reader, door)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("readersAndDoors")
    void ineligibleAlertAnswersAsAnAbsentOne(String reader, Door door) {
        Http client = as(reader);
        Reply absent = door.ask(client, ABSENT);
        List<String> hidden = new ArrayList<>();
        for (Label label : Label.values()) {
            boolean isOpen = mayRead(reader, label) && !(door.name().equals("signed bytes") && label == Label.RED);
            // An administrator deletes what a person of that clearance may read; elsewhere the role reads nothing.
            boolean isDeleted = door.name().equals("deletion") && mayDelete(reader, label);
            if (!isOpen && !isDeleted) {
                hidden.add(RECEIVED.get(label).header().alert().toString());
                hidden.add(SENT.get(label));
            }
        }

        for (String alert : hidden) {
            Reply ineligible = door.ask(client, alert);

            assertThat(ineligible.status()).as(alert).isEqualTo(absent.status()).isIn(403, 404, 405);
            assertThat(ineligible.body()).isEqualTo(absent.body());
            assertThat(headers(ineligible)).isEqualTo(headers(absent));
        }
    }

    private static boolean mayDelete(String reader, Label label) {
        return switch (reader) {
            case "admin" -> label != Label.RED;
            case "counsel" -> label.compareTo(Label.AMBER) >= 0;
            default -> false;
        };
    }

    private static Map<String, List<String>> headers(Reply reply) {
        Map<String, List<String>> headers = new TreeMap<>(reply.headers().map());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("Date"));
        return headers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"officer", "cert", "operator", "constituent", "sensor", "trainee"})
    void listsAndSearchesShowOnlyWhatMayBeRead(String reader) {
        Reply nothing = as(reader).get("/v1/alerts?text=nowhere");
        for (Label label : Label.values()) {
            Reply found = as(reader).get("/v1/alerts?text=" + CANARY + "%20" + name(label));

            if (mayRead(reader, label)) {
                assertThat(found.json().path("items").valueStream().map(item -> item.path("id")
                                .asString()))
                        .contains(RECEIVED.get(label).header().alert().toString(), SENT.get(label));
            } else {
                assertThat(found.body()).isEqualTo(nothing.body());
                assertThat(headers(found)).isEqualTo(headers(nothing));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cert", "sensor"})
    void hiddenAlertIsNoBetterKnownAsAReferenceThanNone(String author) {
        String draft = draftTo("uz").replace("TLP:AMBER", "TLP:CLEAR");
        Reply unknown = as(author).post("/v1/alerts", referring(draft, ABSENT));

        Reply hidden = as(author).post("/v1/alerts", referring(draft, SENT.get(Label.RED)));

        assertThat(unknown.status()).as(unknown.body()).isEqualTo(422);
        assertThat(hidden.status()).isEqualTo(422);
        assertThat(hidden.body()).isEqualTo(unknown.body());
        assertThat(as("officer")
                        .post("/v1/alerts", referring(draft, SENT.get(Label.RED)))
                        .status())
                .isEqualTo(202);
    }

    private static String draftTo(String member) {
        return GatewayIT.DRAFT.replace("\"info\":[\"kg\"]", "\"info\":[]").replace("\"uz\"", '"' + member + '"');
    }

    private static String referring(String draft, String alert) {
        return draft.replaceFirst("\\{", "{\"references\":[\"" + alert + "\"],");
    }

    @Test
    void eachRevisionIsShownByItsOwnLabel() {
        Alert red = received(Label.RED);
        Alert lowered = Examples.alert()
                .from("uz")
                .to("kz")
                .updating(red)
                .tlp(Label.GREEN)
                .build();
        told(red.header().alert().toString(), lowered);
        await().until(() -> as("operator").get(path(red)).status() == 200);

        Reply operator = as("operator").get(path(red));
        Reply officer = as("officer").get(path(red));

        assertThat(operator.json().path("revisions")).hasSize(1);
        assertThat(operator.body()).doesNotContain(CANARY);
        assertThat(officer.json().path("revisions")).hasSize(2);
    }

    @Test
    void alertThatIsRaisedAboveAReaderIsGoneForIt() {
        Alert green = received(Label.GREEN);
        Alert raised = Examples.alert()
                .from("uz")
                .to("kz")
                .updating(green)
                .tlp(Label.RED)
                .build();
        told(green.header().alert().toString(), raised);
        await().until(() ->
                as("officer").get(path(green)).json().path("revision").asInt() == 2);

        assertThat(as("operator").get(path(green)).body())
                .isEqualTo(as("operator").get("/v1/alerts/" + ABSENT).body());
        assertThat(as("operator").get("/v1/alerts?limit=200").body())
                .doesNotContain(green.header().alert().toString());
    }

    @Test
    void streamTellsNothingOfWhatIsHiddenNorOfWhatHappensToIt() {
        String begin = Long.toString(kz.count("select last from event_counter"));
        Alert hidden = received(Label.RED);
        as("officer").post(path(hidden) + "/display", "{}");
        as("officer").post(path(hidden) + "/answers", ANSWER);
        told("coordinator", Examples.late(NoticeKind.REMINDER, "kz", hidden, Examples.ISSUED));
        Alert shown = received(Label.AMBER);
        told("coordinator", Examples.late(NoticeKind.REMINDER, "kz", shown, Examples.ISSUED));
        String subject = hidden.header().alert().toString();

        try (LiveEvents officer = as("officer").stream(begin);
                LiveEvents operator = as("operator").stream(begin)) {
            await().until(() -> officer.events("notice").size() == 2);
            await().until(() -> operator.events("notice").size() == 1);

            assertThat(officer.events())
                    .filteredOn(event -> event.data().toString().contains(subject))
                    .extracting(LiveEvents.Event::name)
                    .containsExactlyInAnyOrder("alert", "receipt", "answer", "notice");
            assertThat(operator.events().toString()).doesNotContain(subject);
            assertThat(operator.events()).hasSize(2);
        }
    }

    @Test
    void centresWordOnAnAlertThatIsNotHeldIsForEveryReader() {
        String begin = Long.toString(kz.count("select last from event_counter"));
        Alert others = Examples.alert().from("uz").to("kg").tlp(Label.RED).build();

        told("coordinator", Examples.dispatched(others, Examples.ISSUED));

        try (LiveEvents operator = as("operator").stream(begin)) {
            await().until(() -> operator.events("notice").size() == 1);
        }
    }

    @Test
    void quarantineShowsPlaceAndReasonOfARefusedAlertAndNothingOfIt() {
        Alert others = Examples.alert()
                .from("uz")
                .to("kg")
                .tlp(Label.RED)
                .headline(CANARY)
                .build();
        told(others.header().alert().toString(), others);
        await().until(() -> as("admin").get("/v1/quarantine").body().contains("not-addressed"));

        String rows = as("admin").get("/v1/quarantine").body();

        assertThat(rows).doesNotContain(CANARY, others.header().alert().toString(), "TLP:RED");
        assertThat(as("officer").get("/v1/quarantine").status()).isEqualTo(403);
    }
}
