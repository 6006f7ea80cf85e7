/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of one gateway with one token. */
public final class Http {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final String token;

    /** A client that sends the token; an empty one sends none. */
    public Http(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** Posts JSON with further headers. */
    public Reply post(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Posts bytes. */
    public Reply post(String path, byte[] body, String... headers) {
        return send(request(path, headers)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    /** Puts bytes of that type. */
    public Reply put(String path, String type, byte[] body) {
        return send(request(path)
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    /** Gets. */
    public Reply get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    /** Deletes, with a body of JSON. */
    public Reply delete(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("DELETE", HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Sends JSON by any method, with further headers. */
    public Reply send(String method, String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** Sends any method without a body. */
    public Reply method(String method, String path, String... headers) {
        return send(request(path, headers)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** Opens the live stream behind the cursor, null begins now, with further headers. */
    public LiveEvents stream(String cursor, String... headers) {
        HttpRequest.Builder request = request("/v1/stream", headers);
        return new LiveEvents(CLIENT, cursor == null ? request : request.header("Last-Event-ID", cursor));
    }

    /** The origin of pages of this gateway. */
    public String origin() {
        return base.toString();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
        if (!token.isEmpty()) {
            builder.header("Authorization", "Bearer " + token);
        }
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private static Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }
}
