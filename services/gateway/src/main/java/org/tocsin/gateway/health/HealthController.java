/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.health;

import java.util.Map;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.json.WireJson;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code /actuator/health} on the public door: the status only. Details stay on the management port. */
@RestController
class HealthController {

    private final HealthEndpoint health;
    private final Scheduler readers;

    HealthController(HealthEndpoint health, Scheduler readers) {
        this.health = health;
        this.readers = readers;
    }

    @GetMapping("/actuator/health")
    Mono<ResponseEntity<byte[]>> all() {
        return Mono.fromCallable(() -> answer(health.health())).subscribeOn(readers);
    }

    @GetMapping("/actuator/health/{group}")
    Mono<ResponseEntity<byte[]>> group(@PathVariable String group) {
        return Mono.fromCallable(() -> health.healthForPath(group))
                .subscribeOn(readers)
                .map(HealthController::answer)
                .switchIfEmpty(Mono.error(() -> new Refused(ProblemType.NOT_FOUND)));
    }

    private static ResponseEntity<byte[]> answer(HealthDescriptor descriptor) {
        Status status = descriptor.getStatus();
        boolean isDown = Status.DOWN.equals(status) || Status.OUT_OF_SERVICE.equals(status);
        return Json.bytes(isDown ? 503 : 200, WireJson.MAPPER.writeValueAsBytes(Map.of("status", status.getCode())));
    }
}
