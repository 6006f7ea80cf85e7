/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Http;
import org.tocsin.gateway.testing.LiveEvents;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What docs/openapi.yaml says is so: its operations exist, there are no others, and real answers look like that. */
class ContractIT {

    private static final Contract CONTRACT = new Contract();
    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    @Test
    void everyRouteIsDescribedAndEveryDescribedOperationExists() {
        Set<String> described = new TreeSet<>();
        CONTRACT.operations().forEach(operation -> described.add(operation.route()));

        assertThat(kz.routes()).isNotEmpty().isEqualTo(described);
    }

    @Test
    void documentIsServedToEverybodyAsItIsWritten() throws IOException {
        Http nobody = kz.withToken("");

        Reply yaml = nobody.get("/openapi.yaml");
        Reply json = nobody.get("/openapi.json");

        assertThat(yaml.body()).isEqualTo(Files.readString(Path.of("../../docs/openapi.yaml")));
        assertAsDescribed("getOpenApiYaml", yaml);
        assertAsDescribed("getOpenApiJson", json);
        assertThat(json.json()).isEqualTo(CONTRACT.root());
        assertThat(yaml.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("max-age=300"));
        String version = yaml.headers().firstValue("ETag").orElseThrow();
        assertThat(nobody.get("/openapi.yaml", "If-None-Match", version).status())
                .isEqualTo(304);
    }

    @Test
    void typeOfAProblemLeadsToItsPage() {
        String type = kz.withToken("").get("/v1/alerts").text("type");

        Reply page = kz.withToken("").get(type, "Accept", "text/html,*/*");
        Reply json = kz.withToken("").get(type, "Accept", "application/json");

        assertAsDescribed("describeProblem", page);
        assertThat(page.body()).contains("<h1>unauthenticated</h1>", "<dt>Cause</dt>", "<dt>What to do</dt>");
        assertAsDescribed("describeProblem", json);
        assertThat(json.text("remedy")).isNotEmpty();
        assertAsDescribed("describeProblem", kz.withToken("").get("/problems/none-such"));
    }

    @Test
    void answersToAnOriginAreAsDescribed() {
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        String alert = "/v1/alerts/" + posted.text("id");
        Reply revised = kz.as("cert")
                .post(alert + "/revisions", GatewayIT.DRAFT.replace("AMBER", "GREEN"), "If-Match", "\"1\"");
        Reply cancelled = kz.as("cert").post(alert + "/cancellation", "", "If-Match", "\"2\"");

        assertAsDescribed("postAlert", posted);
        assertAsDescribed("reviseAlert", revised);
        assertAsDescribed("cancelAlert", cancelled);
        assertAsDescribed("listAlerts", kz.as("operator").get("/v1/alerts?limit=2&direction=sent"));
        assertAsDescribed("getAlert", kz.as("operator").get(alert));
        assertAsDescribed("getAlert", kz.as("operator").get(alert, "Accept", "application/jose"));
        assertAsDescribed("getMatrix", kz.as("operator").get(alert + "/matrix"));
        assertAsDescribed("listMembers", kz.as("admin").get("/v1/members"));
        assertProblem(
                "putDirectoryRecord",
                "not-found",
                kz.as("admin").put("/v1/directory/uz", "application/jose", new byte[] {1}));
        assertAsDescribed("getHealth", kz.withToken("").get("/actuator/health"));
        assertAsDescribed("getHealthOfGroup", kz.withToken("").get("/actuator/health/exchange"));
    }

    @Test
    void answersToAnAddresseeAreAsDescribed() {
        Alert received = received();
        String alert = "/v1/alerts/" + received.header().alert();
        String draft = "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\",\"note\":\"We look\"}";

        Reply answered = kz.as("officer").post(alert + "/answers", draft);
        Reply displayed = kz.as("operator").post(alert + "/display", "{\"revision\":1}");

        assertAsDescribed("answerAlert", answered);
        assertAsDescribed("displayAlert", displayed);
        assertThat(displayed.status()).isEqualTo(204);
        assertAsDescribed("getAlert", kz.as("operator").get(alert));
        assertAsDescribed("getMatrix", kz.as("operator").get(alert + "/matrix"));
    }

    @Test
    void outcomesOfAnUploadAreAsDescribed() {
        String good = GatewayIT.DRAFT.replace("\n", "");
        String lines = good.replaceFirst("\\{", "{\"key\":\"first\",") + "\n{\n" + good.replace("IMMEDIATE", "SOON");

        Reply outcomes = upload(lines, "Accept", "application/x-ndjson");

        assertThat(outcomes.body().lines()).hasSize(3);
        assertAsDescribed("postAlert", outcomes);
        assertProblem("postAlert", "invalid-parameter", upload(lines, "Idempotency-Key", "k"));
    }

    @Test
    void pagesOfAFilteredListAreAsDescribed() {
        kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
        String filters = "/v1/alerts?limit=1&direction=sent,received&state=active,deleted&precedence=IMMEDIATE"
                + "&since=2020-01-01T00:00:00Z";

        Reply first = kz.as("operator").get(filters);
        String next = first.text("next");
        Reply second = kz.as("operator").get(filters + "&cursor=" + next);

        assertAsDescribed("listAlerts", first);
        assertAsDescribed("listAlerts", second);
        assertThat(second.json().path("items")).hasSize(1);
        assertThat(CONTRACT.parameterViolations("ListCursor", StringNode.valueOf(next)))
                .isEmpty();
        assertProblem("listAlerts", "invalid-parameter", kz.as("operator").get("/v1/alerts?sort=at"));
    }

    @Test
    void answersAboutADeletedAlertAreAsDescribed() {
        String alert = "/v1/alerts/" + received().header().alert();
        Http admin = kz.as("admin");

        Reply deleted = admin.delete(alert, "{\"reason\":\"Order 12\"}");

        assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
        assertAsDescribed("deleteAlert", deleted);
        assertThat(kz.as("operator").get(alert).text("state")).isEqualTo("deleted");
        assertAsDescribed("getAlert", kz.as("operator").get(alert));
        assertAsDescribed("listAlerts", kz.as("operator").get("/v1/alerts?state=deleted"));
        assertProblem("getAlert", "deleted", kz.as("operator").get(alert, "Accept", "application/jose"));
        assertProblem("deleteAlert", "invalid-deletion", admin.delete(alert, "{}"));
        assertProblem("deleteAlert", "forbidden", kz.as("cert").delete(alert, "{\"reason\":\"x\"}"));
        assertProblem("deleteAlert", "not-found", admin.delete("/v1/alerts/none", "{\"reason\":\"x\"}"));
        String owed = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT).text("id");
        assertProblem("deleteAlert", "invalid-transition", admin.delete("/v1/alerts/" + owed, "{\"reason\":\"x\"}"));
    }

    @Test
    void answersAboutLinksAreAsDescribed() {
        Reply asked = kz.as("officer").post("/v1/links/uz/reconciliation", "");

        assertThat(asked.status()).isEqualTo(202);
        assertAsDescribed("reconcileLink", asked);
        assertAsDescribed("listLinks", kz.as("admin").get("/v1/links"));
        assertProblem("reconcileLink", "not-found", kz.as("admin").post("/v1/links/kz/reconciliation", ""));
        assertProblem("reconcileLink", "forbidden", kz.as("cert").post("/v1/links/uz/reconciliation", ""));
        assertProblem("listLinks", "unauthenticated", kz.withToken("").get("/v1/links"));
    }

    @Test
    void problemsAreAsDescribed() {
        Http cert = kz.as("cert");
        String alert = "/v1/alerts/" + cert.post("/v1/alerts", GatewayIT.DRAFT).text("id");
        String again = "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\"}";
        String draft = GatewayIT.DRAFT;

        assertProblem("postAlert", "malformed-json", cert.post("/v1/alerts", "{"));
        assertProblem("postAlert", "invalid-alert", cert.post("/v1/alerts", draft.replace("IMMEDIATE", "SOON")));
        assertProblem(
                "postAlert", "tlp-required", cert.post("/v1/alerts", draft.replace("\"tlp\":\"TLP:AMBER\",", "")));
        assertProblem("postAlert", "invalid-audience", cert.post("/v1/alerts", draft.replace("\"uz\"", "\"kz\"")));
        assertProblem("postAlert", "forbidden", kz.as("admin").post("/v1/alerts", draft));
        assertProblem("postAlert", "unauthenticated", kz.withToken("").post("/v1/alerts", draft));
        assertProblem("postAlert", "unsupported-media-type", cert.post("/v1/alerts", draft.getBytes()));
        assertProblem("postAlert", "method-not-allowed", cert.method("PUT", "/v1/alerts"));
        assertProblem("listAlerts", "invalid-parameter", cert.get("/v1/alerts?limit=0"));
        assertProblem("listAlerts", "invalid-cursor", cert.get("/v1/alerts?cursor=x"));
        assertProblem("listAlerts", "not-acceptable", cert.get("/v1/alerts", "Accept", "text/html"));
        assertProblem("listAlerts", "unsupported-encoding", cert.get("/v1/alerts", "Content-Encoding", "gzip"));
        assertProblem("getAlert", "not-found", cert.get("/v1/alerts/none"));
        assertProblem("reviseAlert", "precondition-required", cert.post(alert + "/revisions", draft));
        assertProblem(
                "reviseAlert", "precondition-failed", cert.post(alert + "/revisions", draft, "If-Match", "\"7\""));
        assertProblem("answerAlert", "invalid-transition", cert.post(alert + "/answers", again));
        assertProblem("answerAlert", "invalid-answer", cert.post(alert + "/answers", "{}"));
        assertProblem("openStream", "invalid-cursor", cert.get("/v1/stream", "Last-Event-ID", "x"));
        assertProblem("listQuarantine", "forbidden", cert.get("/v1/quarantine"));
        assertProblem("redeliverRecord", "not-found", kz.as("admin").post("/v1/quarantine/999/redelivery", ""));
    }

    @Test
    void eventsOfTheStreamAreAsDescribed() {
        try (LiveEvents stream = kz.as("operator").stream("0")) {
            Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);
            Alert alert = sent(posted);
            kz.told(
                    Lane.URGENT,
                    "uz",
                    Examples.signed(Examples.receipt("uz", alert).build()).bytes());
            var answer = Examples.answer("uz", alert).build();
            kz.told(
                    Lane.URGENT,
                    answer.alert().toString(),
                    Examples.signed(answer).bytes());

            await().until(() -> !stream.events("receipt").isEmpty()
                    && !stream.events("answer").isEmpty());
            await().until(() -> !stream.events("heartbeat").isEmpty());

            JsonNode data = described("openStream").path("x-event-data");
            for (String name : new String[] {"alert", "receipt", "answer", "heartbeat"}) {
                String schema = data.path(name).path("$ref").asString("").replaceAll(".*/", "");
                assertThat(stream.events(name))
                        .allSatisfy(event -> assertThat(CONTRACT.strictViolations(schema, event.data()))
                                .as(event.data().toString())
                                .isEmpty());
            }
        }
    }

    private static JsonNode described(String operation) {
        return CONTRACT.operation(operation).node().at("/responses/200/content/text~1event-stream");
    }

    private static void assertAsDescribed(String operation, Reply reply) {
        assertThat(CONTRACT.violations(operation, reply))
                .as(operation + ' ' + reply.status() + ' ' + reply.body())
                .isEmpty();
    }

    private static void assertProblem(String operation, String slug, Reply reply) {
        assertThat(reply.problem()).as(reply.body()).isEqualTo(slug);
        assertAsDescribed(operation, reply);
    }

    private static Reply upload(String lines, String header, String value) {
        byte[] body = lines.getBytes(StandardCharsets.UTF_8);
        return kz.as("cert").post("/v1/alerts", body, "Content-Type", "application/x-ndjson", header, value);
    }

    private static Alert sent(Reply posted) {
        await().until(() -> kz.messages(Lane.URGENT).stream()
                .anyMatch(message -> message.digest().hex().equals(posted.text("digest"))));
        return GatewayIT.alertOf(kz, posted);
    }

    private static Alert received() {
        Alert alert = Examples.alert().from("uz").to("kz").build();
        kz.told(
                Lane.URGENT,
                alert.header().alert().toString(),
                Examples.signed(alert).bytes());
        await().until(() ->
                kz.as("operator").get("/v1/alerts/" + alert.header().alert()).status() == 200);
        return alert;
    }
}
