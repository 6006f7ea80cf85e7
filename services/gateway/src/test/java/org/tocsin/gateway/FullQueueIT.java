/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.gateway.testing.Reply;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** A gateway where only one submission may wait for a commit. */
class FullQueueIT {

    private static final String DRAFT = GatewayIT.DRAFT.replace("\n", "");

    private static Gateway kz;

    @BeforeAll
    static void startGateway() {
        kz = Gateway.start(Map.of("tocsin.gateway.queue", 1));
    }

    @AfterAll
    static void stopGateway() {
        kz.close();
    }

    private static List<JsonNode> upload(List<String> keys) {
        String body = keys.stream()
                .map(key -> DRAFT.replaceFirst("\\{", "{\"key\":\"" + key + "\","))
                .collect(Collectors.joining("\n"));
        Reply reply = kz.as("cert")
                .post("/v1/alerts", body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-ndjson");
        return reply.body().lines().map(WireJson.MAPPER::readTree).toList();
    }

    private static List<String> keys(List<JsonNode> outcomes, int status) {
        return outcomes.stream()
                .filter(outcome -> outcome.path("status").asInt() == status)
                .map(outcome -> outcome.path("key").asString())
                .toList();
    }

    private static long alerts() {
        return kz.count("select count(*) from event where kind = 'alert'");
    }

    @Test
    void linesThatFindItFullAreRefusedOpenlyAndAcceptedWhenTheyComeAgain() {
        long before = alerts();
        List<String> all = IntStream.range(0, 400).mapToObj(n -> "line-" + n).toList();

        List<JsonNode> outcomes = upload(all);
        List<String> refused = keys(outcomes, 503);

        assertThat(refused).isNotEmpty().hasSizeLessThan(400);
        assertThat(outcomes.stream()
                        .filter(outcome -> outcome.path("status").asInt() == 503)
                        .map(outcome -> outcome.path("problem").path("type").asString()))
                .containsOnly("/problems/overloaded");
        assertThat(keys(outcomes, 202)).hasSize(400 - refused.size());
        assertThat(alerts()).isEqualTo(before + 400 - refused.size());
        assertThat(kz.count("select count(*) from idempotency_key")).isEqualTo(400 - refused.size());

        while (!refused.isEmpty()) {
            refused = keys(upload(refused), 503);
        }
        assertThat(keys(upload(all), 202)).containsExactlyElementsOf(all);
        assertThat(alerts()).isEqualTo(before + 400);
    }

    @Test
    void requestThatFindsItFullIsToldWhenToComeAgain() {
        long before = alerts();

        List<Reply> replies = IntStream.range(0, 200)
                .parallel()
                .mapToObj(n -> kz.as("officer").post("/v1/alerts", DRAFT))
                .toList();

        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).isIn(202, 503);
            assertThat(reply.headers().firstValue("Retry-After").isPresent()).isEqualTo(reply.status() == 503);
        });
        assertThat(alerts())
                .isEqualTo(before
                        + replies.stream()
                                .filter(reply -> reply.status() == 202)
                                .count());
    }
}
