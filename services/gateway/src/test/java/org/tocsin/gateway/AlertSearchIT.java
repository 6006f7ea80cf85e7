/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

/** What is searched for at a real gateway is found, and nothing else. */
class AlertSearchIT {

    private static Gateway kz;
    private static String edge;
    private static String leak;
    private static String received;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start();
        edge = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT).text("id");
        leak = kz.as("cert")
                .post(
                        "/v1/alerts",
                        GatewayIT.DRAFT
                                .replace("IMMEDIATE", "ROUTINE")
                                .replace("TLP:AMBER", "TLP:AMBER+STRICT")
                                .replace("Edge gateways are being exploited", "Утечка данных министерства")
                                .replace(
                                        "Since 02:10 UTC.",
                                        "Look for https://drop.example.org/a,b and \\u0007 block it.")
                                .replace("malicious-code/c2-server", "fraud/phishing")
                                .replace(
                                        "\"ipv4-addr\",\"value\":\"192.0.2.7\"",
                                        "\"url\",\"value\":\"https://Drop.example.org/a,b\"")
                                .replace("CVE-2025-48384", "CVE-2026-0001"))
                .text("id");
        Alert told = Examples.alert()
                .from("uz")
                .to("kz")
                .tlp(Label.GREEN)
                .headline("Spoofed mails to ministries")
                .build();
        kz.told(
                Lane.URGENT,
                told.header().alert().toString(),
                Examples.signed(told).bytes());
        received = told.header().alert().toString();
        await().until(() -> list("").contains(received));
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static Reply get(String query) {
        return kz.as("operator").get("/v1/alerts?limit=200" + query);
    }

    private static List<String> list(String query) {
        Reply reply = get(query);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return StreamSupport.stream(reply.json().path("items").spliterator(), false)
                .map(item -> item.path("id").asString())
                .toList();
    }

    private static String filter(String name, String value) {
        return "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    static Stream<Arguments> filters() {
        return Stream.of(
                arguments(filter("direction", "sent"), "edge leak"),
                arguments(filter("direction", "received"), "received"),
                arguments(filter("origin", "uz"), "received"),
                arguments(filter("origin", "uz,kz"), "edge leak received"),
                arguments(filter("origin", "tj"), ""),
                arguments(filter("precedence", "ROUTINE"), "leak"),
                arguments(filter("precedence", "ROUTINE,IMMEDIATE"), "edge leak received"),
                arguments(filter("tlp", "TLP:AMBER+STRICT"), "leak"),
                arguments("&tlp=TLP:AMBER+STRICT", "leak"),
                arguments(filter("tlp", "TLP:GREEN,TLP:AMBER"), "edge received"),
                arguments(filter("state", "released"), "edge leak received"),
                arguments(filter("state", "active"), "edge leak received"),
                arguments(filter("state", "expired,cancelled,deleted"), ""),
                arguments(filter("classification", "malicious-code/c2-server"), "edge"),
                arguments(filter("classification", "fraud"), "leak received"),
                arguments(filter("classification", "fraud/masquerade,availability"), ""),
                arguments(filter("vulnerability", "cve-2026-0001"), "leak"),
                arguments(filter("observable", "192.0.2.7"), "edge"),
                arguments(filter("observable", " HTTPS://drop.EXAMPLE.org/a,b"), "leak"),
                arguments(filter("observable", "192.0.2"), ""),
                arguments(filter("text", "EXPLOITED edge"), "edge"),
                arguments(filter("text", "exploited absent"), ""),
                arguments(filter("text", "exploit"), ""),
                arguments(filter("text", "УТЕЧКА"), "leak"),
                arguments(filter("text", "drop.example.org"), "leak"),
                arguments(filter("text", "edge | absent"), ""),
                arguments(filter("text", "edge & !gateways:*"), "edge"),
                arguments(filter("text", "'; drop table event; --"), ""),
                arguments(filter("text", "%" + "edge"), "edge"),
                arguments(filter("since", "2026-01-01T00:00:00Z"), "edge leak received"),
                arguments(filter("until", "2026-01-01T00:00:00Z"), ""),
                arguments(filter("text", "utc") + filter("direction", "received"), ""),
                arguments(filter("text", "utc") + filter("tlp", "TLP:AMBER"), "edge"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filters")
    void filterFindsWhatItNamesAndNothingElse(String query, String expected) {
        List<String> found = list(query).stream()
                .map(id -> id.equals(edge) ? "edge" : id.equals(leak) ? "leak" : id.equals(received) ? "received" : "")
                .filter(name -> !name.isEmpty())
                .toList();

        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(Stream.of(expected.split(" "))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    @Test
    void searchLooksThroughTheCurrentRevisionOnly() {
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT.replace("Edge gateways", "Obsolete quokkas"));
        assertThat(list(filter("text", "quokkas"))).containsExactly(posted.text("id"));

        String revision = GatewayIT.DRAFT
                .replace("Edge gateways", "Current wombats")
                .replace(",\"audience\":{\"action\":[\"uz\"],\"info\":[\"kg\"]}", "");
        Reply revised =
                kz.as("cert").post("/v1/alerts/" + posted.text("id") + "/revisions", revision, "If-Match", "\"1\"");

        assertThat(revised.status()).as(revised.body()).isEqualTo(202);
        assertThat(list(filter("text", "quokkas"))).isEmpty();
        assertThat(list(filter("text", "wombats"))).containsExactly(posted.text("id"));
    }

    @Test
    void recalledAlertIsFoundAsCancelled() {
        Reply posted = kz.as("cert").post("/v1/alerts", GatewayIT.DRAFT);

        kz.as("cert").post("/v1/alerts/" + posted.text("id") + "/cancellation", "{}", "If-Match", "\"1\"");

        assertThat(list(filter("state", "cancelled"))).contains(posted.text("id"));
        assertThat(list(filter("state", "active"))).doesNotContain(posted.text("id"));
    }

    @Test
    void revisionThatComesLateNeverReplacesTheNewer() {
        Alert alert = Examples.alert()
                .from("uz")
                .to("kz")
                .headline("Overtaken numbats")
                .build();
        Alert update =
                Examples.alert().updating(alert).headline("Overtaking numbats").build();
        for (Alert told : List.of(update, alert)) {
            kz.told(
                    Lane.URGENT,
                    told.header().alert().toString(),
                    Examples.signed(told).bytes());
        }
        String id = alert.header().alert().toString();

        await().until(() -> kz.count("select count(*) from event where alert = '" + id + "'") == 2);

        assertThat(list(filter("text", "numbats"))).containsExactly(id);
        assertThat(list(filter("text", "overtaken"))).isEmpty();
    }

    @Test
    void listGivesANextPageOnlyWhereThereIsOne() {
        int all = list("").size();

        assertThat(kz.as("operator").get("/v1/alerts?limit=" + all).text("next"))
                .isEmpty();
        assertThat(kz.as("operator").get("/v1/alerts?limit=" + (all - 1)).text("next"))
                .isNotEmpty();
    }
}
