/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.feed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.standalone.firststart.CredentialsFile.Door;
import tools.jackson.core.JacksonException;

/**
 * Posts drafts at a member's REST door. What may pass by itself (no connection, 503, 429, a first request still in
 * progress) is asked again with the same key after a growing pause, for about a minute and a half.
 */
final class Poster {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 14;
    private static final int FIRST_PAUSE_MILLIS = 250;
    private static final int LONGEST_PAUSE_MILLIS = 8_000;
    private static final int ACCEPTED = 202;
    private static final Set<Integer> LOCKED_OUT = Set.of(401, 403);
    private static final Set<Integer> PASSING = Set.of(409, 429, 500, 502, 503, 504);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECTING)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI alerts;
    private final String token;

    Poster(Door door) {
        this.alerts = URI.create(door.url() + "/v1/alerts");
        this.token = door.tokens().getOrDefault("cert", "");
    }

    Posted post(String idempotencyKey, String draft) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(alerts)
                .timeout(ANSWERING)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", '"' + idempotencyKey + '"')
                .POST(HttpRequest.BodyPublishers.ofString(draft))
                .build();
        Posted posted = once(request);
        for (int attempt = 1; attempt < ATTEMPTS && posted.outcome() == Posted.Outcome.NOT_NOW; attempt++) {
            pause(attempt);
            posted = once(request);
        }
        return posted;
    }

    private Posted once(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Posted(outcome(answer.statusCode()), detail(answer));
        } catch (IOException unreachable) {
            return new Posted(Posted.Outcome.NOT_NOW, "no answer from " + alerts.getAuthority());
        }
    }

    private static Posted.Outcome outcome(int status) {
        if (status == ACCEPTED) {
            return Posted.Outcome.ACCEPTED;
        }
        if (LOCKED_OUT.contains(status)) {
            return Posted.Outcome.LOCKED_OUT;
        }
        return PASSING.contains(status) ? Posted.Outcome.NOT_NOW : Posted.Outcome.REFUSED;
    }

    private static String detail(HttpResponse<byte[]> answer) {
        try {
            String type = WireJson.MAPPER.readTree(answer.body()).path("type").asString("");
            return type.isEmpty() ? "status " + answer.statusCode() : type.substring(type.lastIndexOf('/') + 1);
        } catch (JacksonException notJson) {
            return "status " + answer.statusCode();
        }
    }

    private static void pause(int attempt) throws InterruptedException {
        int longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 8));
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(longest / 2, longest));
    }
}
