/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.standalone.cli.CannotRun;

/** Waits, by what the gateways themselves say, until an alert from anyone would reach everyone. */
final class Readiness {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration ONE_ANSWER = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final ExchangePlan plan;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Readiness(ExchangePlan plan) {
        this.plan = plan;
    }

    void await() throws IOException, InterruptedException, CannotRun {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Place place : plan.places()) {
            while (!takesPart(place)) {
                if (System.nanoTime() > deadline) {
                    throw CannotRun.here("The gateway of " + place.member()
                            + " runs but does not reach the exchange. The log says more: "
                            + plan.layout().log());
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private boolean takesPart(Place place) throws IOException, InterruptedException {
        return get(place.managementUrl() + "/actuator/health/exchange", "").statusCode() == OK && knowsAll(place);
    }

    private boolean knowsAll(Place place) throws IOException, InterruptedException {
        String token =
                Files.readString(plan.layout().token(place.member(), "cert")).strip();
        HttpResponse<byte[]> answer = get(place.url() + "/v1/members", token);
        if (answer.statusCode() != OK) {
            return false;
        }
        Set<String> known = WireJson.MAPPER
                .readTree(answer.body())
                .path("items")
                .valueStream()
                .map(item -> item.path("code").asString())
                .collect(Collectors.toSet());
        return known.containsAll(plan.members().stream().map(Member::code).toList());
    }

    private HttpResponse<byte[]> get(String url, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(ONE_ANSWER)
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
