/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.testing;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** A live stream as a client sees it; collects events until it is closed. */
public final class LiveEvents implements AutoCloseable {

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<HttpResponse<Stream<String>>> response;
    private final Thread thread;

    /** One event. */
    public record Event(long id, String name, JsonNode data) {}

    LiveEvents(HttpClient client, HttpRequest.Builder request) {
        this.response = client.sendAsync(
                request.timeout(java.time.Duration.ofDays(1)).build(), HttpResponse.BodyHandlers.ofLines());
        this.thread = new Thread(this::read, "live-events");
        thread.setDaemon(true);
        thread.start();
    }

    /** The events so far, heartbeats left out. */
    public List<Event> events() {
        return events.stream()
                .filter(event -> !event.name().equals("heartbeat"))
                .toList();
    }

    /** The events of a name so far. */
    public List<Event> events(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    private void read() {
        String[] frame = new String[3];
        try (Stream<String> lines = response.join().body()) {
            lines.forEach(line -> take(line, frame));
        } catch (RuntimeException closed) {
            // The test closed it, or the gateway did.
        }
    }

    private void take(String line, String[] frame) {
        if (line.startsWith("id: ")) {
            frame[0] = line.substring(4);
        } else if (line.startsWith("event: ")) {
            frame[1] = line.substring(7);
        } else if (line.startsWith("data: ")) {
            frame[2] = line.substring(6);
        } else if (line.isEmpty()) {
            events.add(new Event(Long.parseLong(frame[0]), frame[1], WireJson.MAPPER.readTree(frame[2])));
        }
    }

    /** The HTTP status it was opened with. */
    public int status() {
        return response.join().statusCode();
    }

    @Override
    public void close() {
        response.thenAccept(open -> open.body().close());
        thread.interrupt();
    }
}
