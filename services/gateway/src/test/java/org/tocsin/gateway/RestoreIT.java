/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

/** A gateway whose database came from a backup knows again what it said since and under which keys, and owes it again. */
class RestoreIT {

    private static final String DRAFT = "{\"status\":\"test\",\"precedence\":\"FLASH\",\"tlp\":\"TLP:GREEN\","
            + "\"audience\":{\"action\":[\"uz\",\"kg\"]},\"info\":[{\"language\":\"en\",\"headline\":\"Said since\"}]}";
    private static final String LINE = "{\"key\":\"line-1\"," + DRAFT.substring(1) + "\n";
    private static final String ANSWER = "{\"kind\":\"acknowledgement\",\"revision\":1,\"outcome\":\"accepted\"}";
    private static final String KEY = "ticket-123";
    private static final String[] LINES = {"Content-Type", "application/x-ndjson"};

    private static final Map<String, Object> PROPERTIES = new HashMap<>();
    private static final Map<Asked, Reply> SAID = new LinkedHashMap<>();
    private static Gateway kz;
    private static String alert;
    private static long last;
    private static long saidBefore;

    /** A request that a client may have to make again. */
    private record Asked(String by, String path, String body, List<String> headers) {

        Reply again() {
            String[] lines = headers.toArray(String[]::new);
            return path.equals("/v1/alerts") && body.equals(LINE)
                    ? kz.as(by).post(path, body.getBytes(StandardCharsets.UTF_8), lines)
                    : kz.as(by).post(path, body, lines);
        }

        Asked with(String otherBody) {
            return new Asked(by, path, otherBody, headers);
        }
    }

    @BeforeAll
    static void sayThingsForgetThemAndComeBack() {
        kz = Gateway.start(PROPERTIES);
        alert = say(asked("cert", "/v1/alerts", DRAFT, "Idempotency-Key", KEY)).text("id");
        say(asked("cert", "/v1/alerts/" + alert + "/revisions", DRAFT, "Idempotency-Key", "r", "If-Match", "\"1\""));
        say(asked("cert", "/v1/alerts/" + alert + "/cancellation", "", "Idempotency-Key", "c", "If-Match", "\"2\""));
        say(asked("cert", "/v1/alerts", LINE, LINES));
        say(asked("operator", "/v1/alerts/" + received() + "/answers", ANSWER, "Idempotency-Key", "a"));
        await().until(() -> kz.messages(Lane.URGENT).size() >= SAID.size());
        last = kz.count("select last from event_counter");
        saidBefore = kz.count("select count(*) from message");
        forgetEverything();
        kz.stop();
        PROPERTIES.put("tocsin.gateway.restored", "true");
        kz.restart();
        await().until(() -> kz.count("select count(*) from relearning") == 0);
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    @Test
    void whatWasSaidSinceTheBackupIsKnownAndOwedAgainUnderHigherNumbers() {
        Reply list = kz.as("cert").get("/v1/alerts?direction=sent");

        assertThat(list.json().path("items")).hasSize(2);
        assertThat(kz.count("select count(*) from owed o join message m using (digest) where m.type like '%alert%'"))
                .isEqualTo(4 * 2);
        assertThat(kz.count("select count(*) from owed o join message m using (digest) where m.type like '%answer%'"))
                .isEqualTo(1);
        assertThat(kz.count("select count(*) from event where kind = 'answer'")).isEqualTo(1);
        assertThat(kz.count("select min(id) from event")).isGreaterThan(last);
    }

    @Test
    void whoAsksAgainUnderTheSameKeyIsToldWhatItBecameAndNothingIsSaidTwice() {
        SAID.forEach((asked, before) -> {
            Reply again = asked.again();

            assertThat(again.status()).as(asked.path()).isEqualTo(before.status());
            assertThat(facts(again)).isEqualTo(facts(before));
        });
        assertThat(kz.count("select count(*) from message")).isEqualTo(saidBefore);
    }

    @Test
    void theKeyStillStandsForNoOtherRequest() {
        SAID.keySet().stream().filter(asked -> !asked.body().equals(LINE)).forEach(asked -> assertThat(
                        asked.with(DRAFT.replace("Said since", "Otherwise"))
                                .again()
                                .problem())
                .isEqualTo("idempotency-key-reused"));
    }

    @Test
    void whatIsSentAgainCarriesItsKeyAgainForNobodyElseToRead() {
        await().until(() -> records(alert).anyMatch(record -> record.headers().lastHeader("tocsin-only") != null));

        assertThat(records(alert)).allSatisfy(record -> {
            byte[] claim = record.headers().lastHeader("tocsin-claim").value();
            assertThat(claim).hasSizeLessThan(128);
            assertThat(new String(claim, StandardCharsets.ISO_8859_1)).doesNotContain(KEY);
        });
    }

    @Test
    void whileAReplicaRelearnsNobodySaysAnythingNewAndNobodyIsReady() {
        kz.change("insert into relearning default values returning 1");
        try {
            Reply refused = kz.as("cert").post("/v1/alerts", DRAFT, "Idempotency-Key", "not-known-yet");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.problem()).isEqualTo("unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(kz.as("cert").get("/actuator/health/readiness").status()).isEqualTo(503);
        } finally {
            kz.change("delete from relearning returning 1");
        }
        assertThat(kz.as("cert").get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(kz.count("select count(*) from message")).isEqualTo(saidBefore);
    }

    private static Asked asked(String by, String path, String body, String... headers) {
        return new Asked(by, path, body, List.of(headers));
    }

    private static Reply say(Asked asked) {
        Reply reply = asked.again();
        SAID.put(asked, reply);
        return reply;
    }

    // An upload's line says no more than these.
    private static List<String> facts(Reply reply) {
        return Stream.of("id", "alert", "revision", "digest", "state")
                .map(reply::text)
                .toList();
    }

    private static String received() {
        Alert foreign = Examples.alert().from("uz").to("kz").build();
        String id = foreign.header().alert().toString();
        kz.told(Lane.URGENT, id, Examples.signed(foreign).bytes());
        await().until(() -> kz.as("operator").get("/v1/alerts/" + id).status() == 200);
        return id;
    }

    private static Stream<ConsumerRecord<byte[], byte[]>> records(String alertId) {
        return kz.said(Lane.URGENT).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(alertId));
    }

    private static void forgetEverything() {
        Stream.of("owed", "message", "alert_index", "position", "event", "idempotency_key")
                .forEach(table -> kz.change("delete from " + table + " returning 1"));
        kz.change("update event_counter set last = 0 returning 1");
    }
}
