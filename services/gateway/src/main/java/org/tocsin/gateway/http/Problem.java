/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A problem as it is written (RFC 9457), as an answer or in the outcome of a line. Nothing in it repeats the input. */
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        List<Violation> violations,
        @Nullable String traceId) {

    static Problem of(Refused refused, @Nullable String traceId) {
        ProblemType type = refused.type();
        return new Problem(
                "/problems/" + type.slug(),
                type.title(),
                type.status(),
                refused.detail(),
                refused.violations(),
                traceId);
    }
}
