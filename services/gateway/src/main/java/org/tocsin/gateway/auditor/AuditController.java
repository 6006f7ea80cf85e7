/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.auditor;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.AuditTrail;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.json.WireJson;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/audit} and {@code GET /v1/audit/head}, for auditors and nobody else. */
@RestController
class AuditController {

    private static final int MOST = 200;
    private static final int OK = 200;
    private static final Set<String> KNOWN = Set.of("limit", "cursor", "since", "until", "act", "actor");

    private final AuditTrail trail;
    private final Scheduler readers;

    AuditController(AuditTrail trail, Scheduler readers) {
        this.trail = trail;
        this.readers = readers;
    }

    @GetMapping("/v1/audit")
    Mono<ResponseEntity<byte[]>> list(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        caller.mustAudit();
        AuditTrail.Search search = search(parameters.toSingleValueMap());
        return Mono.fromCallable(() -> page(search)).subscribeOn(readers);
    }

    @GetMapping("/v1/audit/head")
    Mono<ResponseEntity<byte[]>> head(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustAudit();
        return Mono.fromCallable(trail::head).subscribeOn(readers).map(Json::ok);
    }

    // The entries are JSON already, and exactly the text their hashes are over: joined, not read and written again.
    private ResponseEntity<byte[]> page(AuditTrail.Search search) throws SQLException {
        List<AuditTrail.Line> lines = trail.page(search);
        String items = lines.stream().map(AuditTrail.Line::json).collect(Collectors.joining(","));
        boolean isFull = lines.size() == search.limit();
        String next = isFull ? ",\"next\":\"" + lines.get(lines.size() - 1).seq() + '"' : "";
        return Json.bytes(OK, ("{\"items\":[" + items + ']' + next + '}').getBytes(StandardCharsets.UTF_8));
    }

    private static AuditTrail.Search search(Map<String, String> given) {
        if (!KNOWN.containsAll(given.keySet())) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "A query parameter is unknown.");
        }
        String act = given.get("act");
        return new AuditTrail.Search(
                before(given.get("cursor")),
                limit(given.getOrDefault("limit", "50")),
                time("since", given.get("since")),
                time("until", given.get("until")),
                act == null ? null : Act.of(act).orElseThrow(() -> refused("act")),
                actor(given.get("actor")));
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        if (!cursor.matches("[1-9]\\d{0,17}")) {
            throw new Refused(ProblemType.INVALID_CURSOR);
        }
        return Long.parseLong(cursor);
    }

    private static int limit(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "limit is a number from 1 to 200.");
        }
        return Integer.parseInt(text);
    }

    private static @Nullable String time(String name, @Nullable String text) {
        try {
            // An unescaped plus in a query is a space.
            return text == null ? null : WireJson.time(WireJson.time(text.replace(' ', '+')));
        } catch (DateTimeException malformed) {
            throw refused(name);
        }
    }

    private static @Nullable String actor(@Nullable String name) {
        if (name != null
                && (name.isBlank() || name.length() > 200 || name.chars().anyMatch(c -> c < ' '))) {
            throw refused("actor");
        }
        return name;
    }

    // The name is one of ours; the value is the client's and never repeated.
    private static Refused refused(String name) {
        return new Refused(ProblemType.INVALID_PARAMETER, name + " does not take this value.");
    }
}
