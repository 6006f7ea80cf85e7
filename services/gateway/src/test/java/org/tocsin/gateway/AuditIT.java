/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditAppend;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventAppend;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.store.Binding;
import tools.jackson.databind.JsonNode;

/** Nothing is changed and nobody is turned away without a line in the audit, and no line in it can be changed unseen. */
class AuditIT {

    private static final Logger log = LoggerFactory.getLogger(AuditIT.class);
    private static final Contract CONTRACT = new Contract();
    private static final String ANSWER = "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\"}";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private static final String[] OURS = {"X-Tocsin", "1", "Sec-Fetch-Site", "same-origin"};
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start(Map.of("tocsin.gateway.break-glass-after", "PT0S"));
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static JsonNode audit(String query) {
        Reply reply = kz.as("auditor").get("/v1/audit" + query);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(CONTRACT.violations("listAudit", reply)).as(reply.body()).isEmpty();
        return reply.json().path("items");
    }

    private static JsonNode newest(String act) {
        return audit("?limit=1&act=" + act).path(0);
    }

    private static long length() {
        return kz.as("auditor").get("/v1/audit/head").json().path("seq").asLong();
    }

    private static String posted() {
        Reply reply = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        return "/v1/alerts/" + reply.text("id");
    }

    private static String received() {
        Alert alert = Examples.alert().from("uz").to("kz").build();
        String id = alert.header().alert().toString();
        kz.told(Lane.URGENT, id, Examples.signed(alert).bytes());
        await().until(() -> kz.as("operator").get("/v1/alerts/" + id).status() == 200);
        return "/v1/alerts/" + id;
    }

    private static long quarantined() {
        Alert alert = Examples.alert().from("uz").to("kg").build();
        kz.told(
                Lane.URGENT,
                alert.header().alert().toString(),
                Examples.signed(alert).bytes());
        await().until(() -> kz.count("select count(*) from quarantine where redelivery is null") > 0);
        return kz.count("select max(id) from quarantine where redelivery is null");
    }

    /** Who does something by a route, how, and which line must come of it. */
    private record Deed(String client, String act, java.util.function.Function<String, Reply> way) {

        Reply done() {
            return way.apply(client);
        }
    }

    // A new way to change something belongs here: without a line this test is red, and without an audit it stays so.
    private static Map<String, Deed> deeds() {
        Map<String, Deed> deeds = new TreeMap<>();
        deeds.put("POST /v1/alerts", new Deed("cert", "alert.released", who -> kz.as(who)
                .post("/v1/alerts", GatewayIT.DRAFT)));
        deeds.put("POST /v1/alerts/{id}/revisions", new Deed("officer", "alert.revised", who -> kz.as(who)
                .post(posted() + "/revisions", GatewayIT.DRAFT, "If-Match", "\"1\"")));
        deeds.put("POST /v1/alerts/{id}/cancellation", new Deed("officer", "alert.cancelled", who -> kz.as(who)
                .post(posted() + "/cancellation", "", "If-Match", "\"1\"")));
        deeds.put("POST /v1/alerts/{id}/answers", new Deed("operator", "answer.given", who -> kz.as(who)
                .post(received() + "/answers", ANSWER)));
        deeds.put("POST /v1/alerts/{id}/display", new Deed("operator", "alert.displayed", who -> kz.as(who)
                .post(received() + "/display", "")));
        deeds.put("DELETE /v1/alerts/{id}", new Deed("admin", "alert.deleted", who -> kz.as(who)
                .delete(received(), "{\"reason\":\"Order 12\"}")));
        deeds.put("POST /v1/quarantine/{id}/redelivery", new Deed("admin", "quarantine.redelivered", who -> kz.as(who)
                .post("/v1/quarantine/" + quarantined() + "/redelivery", "")));
        deeds.put(
                "POST /v1/links/{member}/reconciliation", new Deed("operator", "reconciliation.asked", who -> kz.as(who)
                        .post("/v1/links/uz/reconciliation", "")));
        deeds.putAll(deedsOfAdministration());
        deeds.putAll(deedsOfFourEyes());
        return deeds;
    }

    private static Map<String, Deed> deedsOfAdministration() {
        return Map.of(
                "POST /v1/clients",
                new Deed("admin", "client.created", AuditIT::client),
                "DELETE /v1/clients/{id}",
                new Deed("admin", "client.revoked", who -> kz.as(who)
                        .method("DELETE", "/v1/clients/" + client(who).text("id"))),
                "POST /v1/session",
                new Deed("officer", "session.started", AuditIT::signIn),
                "DELETE /v1/session",
                new Deed("officer", "session.ended", who -> browser().method("DELETE", "/v1/session", signedIn(who))),
                "PUT /v1/groups/{id}",
                new Deed("officer", "group.changed", who -> group(who, "audited")),
                "DELETE /v1/groups/{id}",
                new Deed("officer", "group.changed", who -> {
                    group(who, "audited-end");
                    return kz.as(who).method("DELETE", "/v1/groups/audited-end", "If-Match", "\"1\"");
                }));
    }

    private static Map<String, Deed> deedsOfFourEyes() {
        return Map.of(
                "POST /v1/pending/{id}/release",
                new Deed("officer", "pending.released", who -> ended(kz.as(who), held(kz.as("cert")), "/release", "")),
                "POST /v1/pending/{id}/break-glass",
                new Deed("officer", "glass.broken", who -> {
                    String[] session = signedIn(who);
                    Reply held = held(browser(), session);
                    return ended(browser(), held, "/break-glass", ",\"reason\":\"Alone on duty\"", session);
                }),
                "DELETE /v1/pending/{id}",
                new Deed("officer", "pending.withdrawn", who -> kz.as(who)
                        .method(
                                "DELETE",
                                "/v1/pending/" + held(kz.as("operator")).text("id"))));
    }

    private static Http browser() {
        return kz.withToken("");
    }

    private static Reply client(String who) {
        String draft =
                "{\"name\":\"desk-%d\",\"kind\":\"person\",\"roles\":[\"operator\"]}".formatted(System.nanoTime());
        return kz.as(who).post("/v1/clients", draft);
    }

    private static Reply signIn(String who) {
        return browser().post("/v1/session", "{\"token\":\"" + kz.token(who) + "\"}", OURS);
    }

    // The headers of a browser that is signed in.
    private static String[] signedIn(String who) {
        String cookie = signIn(who).headers().firstValue("Set-Cookie").orElseThrow();
        return Stream.concat(Stream.of(OURS), Stream.of("Cookie", cookie.replaceFirst(";.*", "")))
                .toArray(String[]::new);
    }

    private static Reply group(String who, String id) {
        String draft = "{\"name\":\"Neighbours\",\"members\":[\"uz\"]}";
        return kz.as(who).send("PUT", "/v1/groups/" + id, draft, "If-None-Match", "*");
    }

    private static Reply held(Http client, String... headers) {
        Reply held = client.post("/v1/alerts", GatewayIT.DRAFT.replace("IMMEDIATE", "FLASH"), headers);
        assertThat(held.text("state")).as(held.body()).isEqualTo("pending-release");
        return held;
    }

    private static Reply ended(Http client, Reply held, String way, String more, String... headers) {
        String order = "{\"digest\":\"" + held.text("digest") + '"' + more + '}';
        return client.post("/v1/pending/" + held.text("id") + way, order, headers);
    }

    @Test
    void heldDraftIsAnActOfItsAuthor() {
        String alert = held(kz.as("operator")).text("id");

        JsonNode line = newest("pending.held");
        assertThat(line.path("alert").asString("")).isEqualTo(alert);
        assertThat(line.path("actor").path("name").asString("")).isEqualTo("operator");
    }

    @Test
    void glassThatWasBrokenIsInTheHeaderAndInTheAudit() {
        String[] session = signedIn("officer2");
        Reply held = held(browser(), session);

        Reply alone = ended(browser(), held, "/break-glass", ",\"reason\":\"Alone on duty\"", session);

        assertThat(alone.status()).as(alone.body()).isEqualTo(202);
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(alone.text("digest"))));
        assertThat(GatewayIT.alertOf(kz, alone).header().releasedBy()).isEqualTo("single");
        assertThat(newest("glass.broken").path("actor").path("name").asString(""))
                .isEqualTo("officer2");
    }

    @Test
    void everyWayToChangeSomethingIsAudited() {
        Set<String> changing = kz.routes().stream()
                .filter(route -> !READING.contains(route.substring(0, route.indexOf(' '))))
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, Deed> deeds = deeds();

        // Only the centre has this one: see DirectoryIT.
        changing.remove("PUT /v1/directory/{member}");
        assertThat(deeds.keySet()).isEqualTo(changing);
        List<String> unaudited = new ArrayList<>();
        deeds.forEach((route, deed) -> {
            long before = audit("?limit=200&act=" + deed.act()).size();
            Reply reply = deed.done();
            assertThat(reply.status()).as(route + reply.body()).isBetween(200, 299);
            JsonNode line = newest(deed.act());
            boolean isAudited = audit("?limit=200&act=" + deed.act()).size() > before
                    && line.path("actor").path("name").asString("").equals(deed.client())
                    && line.path("actor").path("address").asString("").equals("127.0.0.1")
                    && line.path("outcome").asString("").equals("done");
            if (!isAudited) {
                unaudited.add(route + ' ' + line);
            }
        });

        assertThat(unaudited).isEmpty();
    }

    @Test
    void whatIsDoneTwiceAlikeIsOneAct() {
        String alert = received();
        kz.as("operator").post(alert + "/display", "");
        kz.as("officer").post("/v1/alerts", GatewayIT.DRAFT, "Idempotency-Key", "once-only");
        long before = length();

        kz.as("operator").post(alert + "/display", "");
        kz.as("officer").post("/v1/alerts", GatewayIT.DRAFT, "Idempotency-Key", "once-only");

        assertThat(length()).isEqualTo(before);
    }

    @Test
    void everyLineOfAnUploadIsItsCallersAct() {
        String lines = (GatewayIT.DRAFT.replace("\n", "") + "\n").repeat(3);
        long before = length();

        Reply reply = kz.as("officer2")
                .post(
                        "/v1/alerts",
                        lines.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/x-ndjson");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(audit("?limit=200&actor=officer2&act=alert.released")
                        .valueStream()
                        .filter(line -> line.path("seq").asLong() > before))
                .hasSize(3);
    }

    @Test
    void everyKindOfRefusedAccessIsAudited() {
        Map<String, Runnable> refusals = new TreeMap<>();
        refusals.put("unauthenticated", () -> kz.withToken("tsn_kz_no").get("/v1/alerts"));
        refusals.put("forbidden", () -> kz.as("auditor").get(posted()));
        refusals.put("rate-limited", AuditIT::openTooManyStreams);

        refusals.forEach((rule, refusal) -> {
            refusal.run();
            await().untilAsserted(() -> assertThat(
                            audit("?limit=200&act=access.refused").valueStream())
                    .as(rule)
                    .anyMatch(line -> line.path("rule").asString("").equals(rule)
                            && line.path("outcome").asString("").equals("refused")));
        });
        assertThat(audit("?limit=200&act=access.refused&actor=auditor")
                        .path(0)
                        .path("route")
                        .asString())
                .isEqualTo("GET /v1/alerts/{id}");
    }

    @Test
    void whatIsOnlyTriedIsNoAct() {
        String disclosing =
                GatewayIT.DRAFT.replaceFirst("\"audience\":\\{[^}]*}", "\"audience\":{\"action\":[\"nobody\"]}");

        Reply tried = kz.as("officer").post("/v1/alerts?dryRun=true", disclosing);
        Reply attempted = kz.as("officer2").post("/v1/alerts", disclosing);

        assertThat(tried.problem()).isEqualTo("invalid-audience").isEqualTo(attempted.problem());
        await().until(() -> refusedByAudience("officer2") == 1);
        assertThat(refusedByAudience("officer")).isZero();
    }

    private static long refusedByAudience(String actor) {
        return audit("?limit=200&act=access.refused&actor=" + actor)
                .valueStream()
                .filter(line -> line.path("rule").asString("").startsWith("invalid-audience/"))
                .count();
    }

    private static void openTooManyStreams() {
        List<LiveEvents> open = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                open.add(kz.as("officer2").stream(null));
            }
            await().until(() -> kz.as("officer2").get("/v1/stream").status() == 429);
        } finally {
            open.forEach(LiveEvents::close);
        }
    }

    @Test
    void floodOfRefusalsIsOneLineASecondWithItsNumber() {
        long before = kz.count("select count(*) from audit where act = 'access.refused'");

        for (int i = 0; i < 200; i++) {
            kz.withToken("tsn_kz_flood").get("/v1/stream");
        }

        await().until(() -> kz.count("select coalesce(sum((entry::jsonb ->> 'times')::int), 0) from audit"
                        + " where act = 'access.refused' and entry::jsonb ->> 'times' is not null")
                >= 190);
        assertThat(kz.count("select count(*) from audit where act = 'access.refused'") - before)
                .isLessThan(30);
    }

    @Test
    void onlyAnAuditorReadsTheAuditAndReadsNothingElse() {
        for (String client : List.of("cert", "operator", "officer", "admin")) {
            assertThat(kz.as(client).get("/v1/audit").problem()).isEqualTo("forbidden");
            assertThat(kz.as(client).get("/v1/audit/head").problem()).isEqualTo("forbidden");
        }
        assertThat(kz.as("auditor").get("/v1/alerts").problem()).isEqualTo("forbidden");
        assertThat(kz.withToken("").get("/v1/audit").problem()).isEqualTo("unauthenticated");
    }

    @Test
    void noWordOfAnAlertAndNoTokenIsInTheAudit() {
        posted();
        kz.as("operator").post(received() + "/answers", ANSWER.replace("}", ",\"note\":\"Canary note\"}"));
        length();

        List<String> entries = kz.texts("select entry from audit");

        assertThat(String.join("\n", entries))
                .doesNotContain("Edge gateways", "192.0.2.7", "Canary", kz.token("cert"), kz.token("operator"));
    }

    @Test
    void pagesAreKeptApartByNumberAndFiltered() {
        posted();
        posted();
        JsonNode first = kz.as("auditor").get("/v1/audit?limit=1").json();

        JsonNode second = audit("?limit=1&cursor=" + first.path("next").asString());

        assertThat(second.path(0).path("seq").asLong())
                .isEqualTo(first.path("items").path(0).path("seq").asLong() - 1);
        String at = second.path(0).path("at").asString();
        assertThat(audit("?limit=200&until=" + at).valueStream())
                .allMatch(line -> line.path("at").asString().compareTo(at) < 0);
        assertThat(audit("?limit=200&since=" + at).valueStream())
                .allMatch(line -> line.path("at").asString().compareTo(at) >= 0);
        assertThat(audit("?actor=nobody-of-that-name")).isEmpty();
        for (String bad : List.of("act=none", "since=noon", "limit=0", "sort=at")) {
            assertThat(kz.as("auditor").get("/v1/audit?" + bad).problem())
                    .as(bad)
                    .isEqualTo("invalid-parameter");
        }
        assertThat(kz.as("auditor").get("/v1/audit?cursor=x").problem()).isEqualTo("invalid-cursor");
    }

    @Test
    void headIsTheNewestLineAndWhatPartnersWereToldIsInTheChain() {
        posted();

        Reply head = kz.as("auditor").get("/v1/audit/head");

        assertThat(CONTRACT.violations("getAuditHead", head)).as(head.body()).isEmpty();
        assertThat(head.json().path("seq").asLong()).isPositive();
        assertThat(head.text("hash")).isNotEmpty();
    }

    @Test
    void commandSaysWhetherTheAuditIsWhole() {
        posted();
        length();

        assertThat(AuditVerification.run(kz.databaseProperties())).isZero();
    }

    @Test
    void sealedLinesCannotBeChangedByTheGatewaysOwnHand() {
        posted();
        length();

        for (String change :
                List.of("update audit set hash = hash returning 1", "delete from audit where seq = 1 returning 1")) {
            assertThatThrownBy(() -> kz.change(change)).hasMessageContaining("append-only");
        }
    }

    /** Printed, not judged: what the audit adds to the commit of one alert, both ways in turn on one connection. */
    @Test
    void whatTheAuditCostsAnAlertIsPrinted() throws SQLException {
        String plain = "with " + EventAppend.STRICT_CTE + "select ord, id from appended order by ord";
        String audited =
                "with " + AuditAppend.CTE + "," + EventAppend.STRICT_CTE + "select ord, id from appended order by ord";
        double[][] nanos = new double[2][400];
        try (Connection connection = kz.connect();
                PreparedStatement without = connection.prepareStatement(plain);
                PreparedStatement with = connection.prepareStatement(audited)) {
            for (int i = -50; i < nanos[0].length; i++) {
                double one = timed(without, false);
                double other = timed(with, true);
                nanos[0][Math.max(i, 0)] = one;
                nanos[1][Math.max(i, 0)] = other;
            }
        }

        double before = median(nanos[0]);
        double after = median(nanos[1]);

        log.info(
                "A commit without the audit {} ms, with it {} ms at p50: ratio {}",
                String.format("%.3f", before / 1e6),
                String.format("%.3f", after / 1e6),
                String.format("%.2f", after / before));
        assertThat(after).isPositive();
    }

    private static double timed(PreparedStatement statement, boolean isAudited) throws SQLException {
        Event event = new Event(
                "made/" + UUID.randomUUID(),
                EventKind.RECEIPT,
                null,
                null,
                null,
                List.of(),
                null,
                Instant.now(),
                "{}",
                null);
        Binding binding = new Binding(statement);
        if (isAudited) {
            AuditAppend.bind(binding, List.of(AuditEntry.done(Act.KEY_CHANGED, Actor.GATEWAY, Instant.now())));
        }
        EventAppend.bind(binding, List.of(event));
        long began = System.nanoTime();
        statement.execute();
        return System.nanoTime() - began;
    }

    private static double median(double[] values) {
        java.util.Arrays.sort(values);
        return values[values.length / 2];
    }

    @Test
    void restartSealsWhatACrashLeftBehindAndNothingTwice() {
        kz.change(
                "insert into audit_pending (entry) select '{\"at\":\"2026-11-24T00:00:00.000Z\",\"act\":\"key.changed\","
                        + "\"subject\":\"left behind ' || n || '\"}' from generate_series(1, 3) n returning 1");
        kz.stop();

        kz.restart();

        await().until(() -> kz.count("select count(*) from audit_pending") == 0);
        assertThat(kz.count("select count(*) from audit where entry like '%left behind%'"))
                .isEqualTo(3);
        assertThat(AuditVerification.run(kz.databaseProperties())).isZero();
    }
}
