/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.quarantine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.AuditLog;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.inbox.Listeners;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.transport.inbound.Quarantine;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/quarantine} and {@code POST /v1/quarantine/{id}/redelivery}, for administrators. */
@RestController
class QuarantineController {

    private static final Logger log = LoggerFactory.getLogger(QuarantineController.class);
    private static final int MOST = 200;
    private static final int ACCEPTED = 202;
    private static final String DEFAULT = "50";

    private final Quarantine quarantine;
    private final Listeners listeners;
    private final Scheduler readers;
    private final Minutes minutes;

    QuarantineController(DataSource database, Listeners listeners, Scheduler readers, Minutes minutes) {
        this.quarantine = new Quarantine(database);
        this.listeners = listeners;
        this.readers = readers;
        this.minutes = minutes;
    }

    /** Where is written down who asked for what, and when. */
    @Component
    record Minutes(AuditLog audit, Clock clock) {

        AuditEntry entry(Actor actor, long id) {
            return AuditEntry.done(Act.QUARANTINE_REDELIVERED, actor, clock.instant())
                    .about(Long.toString(id));
        }
    }

    /** A page, newest first; {@code next} is the cursor of the page after. */
    record Page(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Quarantine.Row> items,
            @Nullable String next) {}

    @GetMapping("/v1/quarantine")
    Mono<ResponseEntity<byte[]>> list(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(defaultValue = DEFAULT) String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        caller.mustAdminister();
        int most = limit(limit);
        long before = cursor == null ? Long.MAX_VALUE : number(cursor, ProblemType.INVALID_CURSOR);
        return Mono.fromCallable(() -> page(before, most)).subscribeOn(readers).map(Json::ok);
    }

    @PostMapping("/v1/quarantine/{id}/redelivery")
    Mono<ResponseEntity<byte[]>> redeliver(@PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustAdminister();
        long row = number(id, ProblemType.NOT_FOUND);
        return Actor.current()
                .flatMap(actor -> Mono.fromCallable(() -> asked(row, actor)).subscribeOn(readers))
                .doOnNext(asked -> redeliver(asked, caller))
                .map(asked -> Json.bytes(ACCEPTED, WireJson.MAPPER.writeValueAsBytes(asked)));
    }

    private void redeliver(Quarantine.Row row, Caller caller) {
        log.atInfo()
                .addKeyValue("quarantine", row.id())
                .addKeyValue("reason", row.reason())
                .addKeyValue("token", caller.name())
                .log("Redelivery of {} was asked for by token {}: {}", row.id(), caller.name(), row.reason());
        listeners.redeliver();
    }

    private Page page(long before, int limit) throws SQLException {
        List<Quarantine.Row> rows = quarantine.page(before, limit);
        boolean full = rows.size() == limit;
        return new Page(rows, full ? String.valueOf(rows.get(limit - 1).id()) : null);
    }

    private Quarantine.Row asked(long id, Actor actor) throws SQLException {
        if (found(id).isWaiting()) {
            throw new Refused(ProblemType.ALREADY_WAITING);
        }
        AuditEntry entry = minutes.entry(actor, id);
        quarantine.askForRedelivery(id, connection -> minutes.audit().append(connection, entry));
        minutes.audit().committed();
        return found(id);
    }

    // A row that was let in between the two looks is no longer here, which its asker may well be told.
    private Quarantine.Row found(long id) throws SQLException {
        return quarantine.find(id).orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
    }

    private static int limit(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "limit is a number from 1 to 200.");
        }
        return Integer.parseInt(text);
    }

    private static long number(String text, ProblemType otherwise) {
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw new Refused(otherwise);
        }
        return Long.parseLong(text);
    }
}
