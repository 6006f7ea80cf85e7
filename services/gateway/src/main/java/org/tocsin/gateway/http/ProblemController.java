/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.tocsin.protocol.json.WireJson;

/**
 * {@code GET /problems/{slug}}: what the {@code type} of a problem leads to. A page for people; JSON for who asks for
 * nothing but JSON.
 */
@RestController
class ProblemController {

    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);
    private static final Duration KEPT = Duration.ofHours(1);

    private final ProblemPages pages;

    ProblemController(ProblemPages pages) {
        this.pages = pages;
    }

    /** A kind of problem. */
    record Description(String type, String title, int status, String cause, String remedy) {

        static Description of(ProblemType type, ProblemPages.Section section) {
            return new Description(
                    "/problems/" + type.slug(), type.title(), type.status(), section.cause(), section.remedy());
        }
    }

    @GetMapping("/problems/{slug}")
    ResponseEntity<byte[]> describe(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
        ProblemType type = Arrays.stream(ProblemType.values())
                .filter(known -> known.slug().equals(slug))
                .findFirst()
                .orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
        return wantsJson(accept)
                ? kept(MediaType.APPLICATION_JSON, json(type))
                : kept(HTML, pages.html(type).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] json(ProblemType type) {
        return WireJson.MAPPER.writeValueAsBytes(Description.of(type, pages.section(type)));
    }

    private static boolean wantsJson(@Nullable String accept) {
        return accept != null && accept.contains("json") && !accept.contains("html");
    }

    private static ResponseEntity<byte[]> kept(MediaType type, byte[] body) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
                .varyBy(HttpHeaders.ACCEPT)
                .body(body);
    }
}
