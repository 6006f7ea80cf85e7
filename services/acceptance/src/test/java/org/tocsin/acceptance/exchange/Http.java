/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A client of one gateway with one token. */
public final class Http {

    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(30);

    private final URI base;
    private final String token;

    Http(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** Posts JSON with further headers. */
    public Reply post(String path, String body, String... headers) {
        try {
            return send(posting(path, body, headers));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Posts JSON and does not wait for the answer. */
    public CompletableFuture<Reply> postLater(String path, String body) {
        return CLIENT.sendAsync(posting(path, body), HttpResponse.BodyHandlers.ofString())
                .thenApply(Reply::of);
    }

    /** Uploads lines of JSON and takes the outcome of each as it comes. */
    public void upload(String path, Stream<String> lines, Consumer<String> outcomes) {
        HttpRequest request = request(path)
                .timeout(UPLOAD_LIMIT)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(
                        () -> lines.map(line -> (line + '\n').getBytes(UTF_8)).iterator()))
                .build();
        try (Stream<String> answered =
                CLIENT.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            answered.forEach(outcomes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gets. */
    public Reply get(String path, String... headers) {
        try {
            return send(request(path, headers).GET().build());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Asks anything and takes the whole answer, headers too. */
    public Answered ask(String method, String path, String body, String... headers) {
        HttpRequest request = request(path, headers)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answered(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    private HttpRequest posting(String path, String body, String... headers) {
        return request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
        if (!token.isEmpty()) {
            builder.header("Authorization", "Bearer " + token);
        }
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private static Reply send(HttpRequest request) throws IOException {
        try {
            return Reply.of(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }
}
