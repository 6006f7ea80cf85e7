/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.standalone.cli.CannotRun;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The REST door of the centre's gateway, as its administrator. */
final class CentreDoor {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int ACCEPTED = 202;

    private final String url;
    private final String token;

    CentreDoor(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** Hands a record on; the record stays in the directory file whatever is answered. */
    void put(Member member, byte[] jws) throws CannotRun {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/v1/directory/" + member))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/jose")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(jws))
                    .build();
            HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != ACCEPTED) {
                throw CannotRun.here("The centre's gateway has not taken it: " + said(answer));
            }
        } catch (IllegalArgumentException notAUrl) {
            throw CannotRun.askedWrongly("--post is not the address of a gateway.");
        } catch (IOException unreachable) {
            throw CannotRun.here("The centre's gateway does not answer. The record is in the directory file.");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw CannotRun.here("Interrupted.", stopping);
        }
    }

    private static String said(HttpResponse<byte[]> answer) {
        try {
            JsonNode problem = WireJson.MAPPER.readTree(answer.body());
            String rule = problem.at("/violations/0/rule").asString("");
            return problem.path("title").asString("") + (rule.isEmpty() ? "" : " (" + rule + ")");
        } catch (JacksonException notJson) {
            return "status " + answer.statusCode();
        }
    }
}
