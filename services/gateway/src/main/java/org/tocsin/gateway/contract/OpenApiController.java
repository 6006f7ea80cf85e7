/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.contract;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /openapi.yaml} and {@code /openapi.json}: for everybody, and kept by caches for five minutes. */
@RestController
class OpenApiController {

    private static final MediaType YAML = new MediaType("application", "yaml");
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final OpenApi description;

    OpenApiController(OpenApi description) {
        this.description = description;
    }

    @GetMapping("/openapi.yaml")
    ResponseEntity<byte[]> yaml() {
        return kept(YAML, description.yaml());
    }

    @GetMapping("/openapi.json")
    ResponseEntity<byte[]> json() {
        return kept(MediaType.APPLICATION_JSON, description.json());
    }

    private ResponseEntity<byte[]> kept(MediaType type, byte[] body) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
                .eTag('"' + description.version() + '-' + type.getSubtype() + '"')
                .body(body);
    }
}
