/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.release.Door;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/refusals}: what of this member's the release rule stopped, also drafts that became no alert,
 * as far as their labels are for the reader. */
@RestController
class RefusalsController {

    private static final int MOST = 200;
    private static final int OK = 200;
    private static final String PAGE =
            "select id, data from event where kind = 'refusal' and id < ? and tlp = any (?) order by id desc limit ?";

    private final JdbcClient database;
    private final Scheduler readers;

    RefusalsController(JdbcClient database, Scheduler readers) {
        this.database = database;
        this.readers = readers;
    }

    private record Line(long id, String data) {}

    @GetMapping("/v1/refusals")
    Mono<ResponseEntity<byte[]>> list(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(defaultValue = "50") String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        caller.mustRead();
        int most = limit(limit);
        long before = cursor == null ? Long.MAX_VALUE : before(cursor);
        ReaderAtDoor reader = new ReaderAtDoor(Door.API, caller.reader());
        return Mono.fromCallable(() -> page(before, most, reader)).subscribeOn(readers);
    }

    private ResponseEntity<byte[]> page(long before, int limit, ReaderAtDoor reader) {
        List<Line> lines = database.sql(PAGE)
                .param(before)
                .param(reader.labels().toArray(String[]::new))
                .param(limit)
                .query((row, number) -> new Line(row.getLong(1), row.getString(2)))
                .list();
        String items = lines.stream().map(Line::data).collect(Collectors.joining(","));
        String next =
                lines.size() == limit ? ",\"next\":\"" + lines.get(limit - 1).id() + '"' : "";
        return Json.bytes(OK, ("{\"items\":[" + items + ']' + next + '}').getBytes(StandardCharsets.UTF_8));
    }

    private static int limit(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "limit is a number from 1 to 200.");
        }
        return Integer.parseInt(text);
    }

    private static long before(String cursor) {
        if (!cursor.matches("[1-9]\\d{0,17}")) {
            throw new Refused(ProblemType.INVALID_CURSOR);
        }
        return Long.parseLong(cursor);
    }
}
