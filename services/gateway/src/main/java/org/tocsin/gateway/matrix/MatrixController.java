/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.matrix;

import java.time.Clock;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.http.Ids;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReadableAlerts;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.release.Door;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code GET /v1/alerts/{id}/matrix}. */
@RestController
class MatrixController {

    private final ReadableAlerts alerts;
    private final Self self;
    private final Clock clock;
    private final Scheduler readers;

    MatrixController(ReadableAlerts alerts, Self self, Clock clock, Scheduler readers) {
        this.alerts = alerts;
        this.self = self;
        this.clock = clock;
        this.readers = readers;
    }

    /** The rows the asking member may see. */
    record View(List<MatrixRow> recipients) {}

    @GetMapping("/v1/alerts/{id}/matrix")
    Mono<ResponseEntity<byte[]>> matrix(@PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
        caller.mustRead();
        AlertId alert = Ids.alert(id);
        ReaderAtDoor reader = new ReaderAtDoor(Door.API, caller.reader());
        return Mono.fromCallable(() -> rows(alert, reader)).subscribeOn(readers).map(rows -> Json.ok(new View(rows)));
    }

    private List<MatrixRow> rows(AlertId alert, ReaderAtDoor reader) {
        List<MatrixRow> rows = new Matrix(alerts.around(alert, reader), clock.instant()).rows(self.member());
        if (rows.isEmpty()) {
            throw new Refused(ProblemType.NOT_FOUND);
        }
        return rows;
    }
}
