/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.transport.DaemonThreads;
import tools.jackson.databind.JsonNode;

/**
 * Tells the log what was committed, by number and identity and never by content. Alerts and answers are told to
 * everybody who reads logs; receipts and notices, which are many, only to who looks closely. It follows the tail on a
 * thread of its own, so no commit and no reply waits for the log; what it is too slow for it passes over and says so.
 */
@Component
class Journal implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final int CHUNK = 100;
    private static final List<String> TEXTS = List.of("direction", "member", "stage", "reason", "place", "rule");

    private final Tail tail;
    private final ScheduledExecutorService thread = DaemonThreads.scheduler("journal");
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Runnable watcher = this::wake;
    private long cursor;

    Journal(Tail tail) {
        this.tail = tail;
    }

    @Override
    public void afterPropertiesSet() {
        cursor = tail.last();
        tail.watch(watcher);
    }

    @Override
    public void destroy() {
        tail.unwatch(watcher);
        thread.shutdownNow();
    }

    private void wake() {
        if (asked.compareAndSet(false, true) && !thread.isShutdown()) {
            thread.execute(this::write);
        }
    }

    private void write() {
        asked.set(false);
        for (List<Numbered> next = next(); !next.isEmpty(); next = next()) {
            next.forEach(Journal::note);
        }
    }

    private List<Numbered> next() {
        List<Numbered> next = tail.after(cursor, CHUNK);
        if (next == null) {
            long last = tail.last();
            log.warn("Events {} to {} are not in this log", cursor + 1, last);
            cursor = last;
            return List.of();
        }
        cursor += next.size();
        return next;
    }

    private static void note(Numbered event) {
        boolean isSaid = event.kind() == EventKind.ALERT || event.kind() == EventKind.ANSWER;
        Level level = isSaid ? Level.INFO : Level.DEBUG;
        if (log.isEnabledForLevel(level)) {
            write(event, WireJson.MAPPER.readTree(event.data()), log.atLevel(level));
        }
    }

    // Only what is named here is told: whatever else an item holds may be content.
    private static void write(Numbered event, JsonNode item, LoggingEventBuilder log) {
        String alert =
                item.path(event.kind() == EventKind.ALERT ? "id" : "alert").asString("");
        LoggingEventBuilder line = log.addKeyValue("event", event.id())
                .addKeyValue("kind", event.kind().token())
                .addKeyValue("alert", alert)
                .addKeyValue("revision", item.path("revision").asInt(0));
        Map<String, String> texts = new java.util.LinkedHashMap<>();
        TEXTS.forEach(name -> item.path(name).asStringOpt().ifPresent(text -> texts.put(name, text)));
        for (Map.Entry<String, String> text : texts.entrySet()) {
            line = line.addKeyValue(text.getKey(), text.getValue());
        }
        line.log("Event {}: {} {} {}", event.id(), event.kind().token(), alert, String.join(" ", texts.values()));
    }
}
