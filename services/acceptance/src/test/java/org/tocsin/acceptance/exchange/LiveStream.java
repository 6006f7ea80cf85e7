/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.json.WireJson;

/**
 * A reader of a live stream that comes back with its cursor whenever it was cut off, as a browser does, and keeps every
 * event it was ever given.
 */
public final class LiveStream implements AutoCloseable {

    private static final Duration BEFORE_COMING_BACK = Duration.ofMillis(50);
    private static final int OK = 200;

    private final List<URI> doors;
    private final String token;
    private final List<Event> events = new ArrayList<>();
    private final Map<String, List<Event>> byAlert = new HashMap<>();
    private volatile String cursor;
    private volatile int connections;
    private volatile @Nullable InputStream open;
    private volatile boolean closed;
    private int opened;

    /** Follows a stream from right behind that event; {@code 0} is the beginning. */
    LiveStream(URI gateway, String token, String cursor) {
        this(List.of(gateway), token, cursor);
    }

    /** Follows by turns at each of these doors, the next one whenever it was cut off. */
    LiveStream(List<URI> gateways, String token, String cursor) {
        this.doors =
                gateways.stream().map(gateway -> gateway.resolve("/v1/stream")).toList();
        this.token = token;
        this.cursor = cursor;
        Thread thread = new Thread(this::run, "stream " + gateways.get(0).getPort());
        thread.setDaemon(true);
        thread.start();
    }

    /** The events so far, heartbeats left out. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** The events about an alert so far. */
    public synchronized List<Event> about(String alert) {
        return List.copyOf(byAlert.getOrDefault(alert, List.of()));
    }

    /** How many of the events so far are so. */
    public synchronized long count(Predicate<Event> such) {
        return events.stream().filter(such).count();
    }

    /** The number of the last event, or where it began. */
    public long lastId() {
        return Long.parseLong(cursor);
    }

    /** How often the stream was opened. */
    public int connections() {
        return connections;
    }

    /** Cuts the connection, wherever it is in a frame; the reader comes back by itself. */
    public void cut() {
        InputStream current = open;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException alreadyCut) {
            open = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        cut();
    }

    private void run() {
        while (!closed) {
            try {
                follow();
            } catch (IOException cutOff) {
                open = null;
            } catch (InterruptedException stopping) {
                return;
            }
            LockSupport.parkNanos(BEFORE_COMING_BACK.toNanos());
        }
    }

    private void follow() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(doors.get(opened++ % doors.size()))
                .header("Authorization", "Bearer " + token)
                .header("Last-Event-ID", cursor)
                .build();
        HttpResponse<InputStream> response = Http.CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() == OK) {
                connections++;
                open = body;
                read(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
            }
        }
    }

    private void read(BufferedReader lines) throws IOException {
        Map<String, String> frame = new HashMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                take(frame);
                frame.clear();
            } else {
                int colon = line.indexOf(": ");
                frame.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
    }

    private synchronized void take(Map<String, String> frame) {
        long now = System.nanoTime();
        String id = frame.getOrDefault("id", "");
        String name = frame.getOrDefault("event", "");
        if (!name.equals("heartbeat")) {
            Event event = new Event(Long.parseLong(id), name, WireJson.MAPPER.readTree(frame.get("data")), now);
            events.add(event);
            byAlert.computeIfAbsent(event.alert(), any -> new ArrayList<>()).add(event);
        }
        cursor = id;
    }
}
