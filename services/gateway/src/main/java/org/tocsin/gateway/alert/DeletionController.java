/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.http.Fields;
import org.tocsin.gateway.http.Ids;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.release.Door;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code DELETE /v1/alerts/{id}}: the deletion of an alert's content by law. */
@RestController
class DeletionController {

    private static final byte[] NONE = {};
    private static final int LONGEST_REASON = 500;

    private final AlertDeletion deletion;
    private final Scheduler readers;

    DeletionController(AlertDeletion deletion, Scheduler readers) {
        this.deletion = deletion;
        this.readers = readers;
    }

    @DeleteMapping("/v1/alerts/{id}")
    Mono<ResponseEntity<Void>> delete(
            @PathVariable String id,
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestBody(required = false) byte @Nullable [] body) {
        caller.mustAdminister();
        AlertId alert = Ids.alert(id);
        String reason = reason(body == null ? NONE : body);
        ReaderAtDoor reader = new ReaderAtDoor(Door.API, caller.reader());
        return Actor.current()
                .flatMap(by -> Mono.fromCallable(() -> delete(alert, new AlertDeletion.Order(by, reader, reason)))
                        .subscribeOn(readers));
    }

    private ResponseEntity<Void> delete(AlertId alert, AlertDeletion.Order order) throws SQLException {
        deletion.delete(alert, order);
        return ResponseEntity.noContent().build();
    }

    private static String reason(byte[] body) {
        Fields fields = Fields.of(Json.read(body));
        String reason = fields.required("reason", fields.text("reason", LONGEST_REASON));
        fields.refuseOthers();
        if (reason == null || !fields.violations().isEmpty()) {
            throw new Refused(ProblemType.INVALID_DELETION, fields.violations());
        }
        return reason;
    }
}
