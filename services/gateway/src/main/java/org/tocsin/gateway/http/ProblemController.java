/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.util.Arrays;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /problems/{slug}}: what the {@code type} of a problem points to. */
@RestController
class ProblemController {

    /** A kind of problem. */
    record Description(String type, String title, int status, String documentation) {

        static Description of(ProblemType type) {
            return new Description(
                    "/problems/" + type.slug(), type.title(), type.status(), "docs/problems.md#" + type.slug());
        }
    }

    @GetMapping("/problems/{slug}")
    ResponseEntity<byte[]> describe(@PathVariable String slug) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.slug().equals(slug))
                .findFirst()
                .map(type -> Json.ok(Description.of(type)))
                .orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
    }
}
