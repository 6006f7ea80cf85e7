/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.http.Problem;
import org.tocsin.gateway.http.Problems;
import org.tocsin.gateway.idempotency.StoredReply;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/**
 * What became of one line: the status its draft would have had as a request of its own, with the alert it became or the
 * problem. {@code state} is given only when it waits for a second person. The key is repeated only when it is one.
 */
record Outcome(
        long line,
        @Nullable String key,
        int status,
        @Nullable String id,
        @Nullable Integer revision,
        @Nullable String digest,
        @Nullable String state,
        @Nullable Problem problem) {

    private static final String HELD = "pending-release";

    /** The line became an alert, now or when its key was used first. */
    static Outcome accepted(long line, @Nullable String key, StoredReply reply) {
        JsonNode told = WireJson.MAPPER.readTree(reply.body());
        return new Outcome(
                line,
                key,
                reply.status(),
                told.path("id").asString(),
                told.path("revision").asInt(),
                told.path("digest").asString(),
                HELD.equals(told.path("state").asString()) ? HELD : null,
                null);
    }

    /** The line became nothing. */
    static Outcome refused(long line, @Nullable String key, Throwable failure) {
        Problem problem = Problems.problem(failure);
        return new Outcome(line, key, problem.status(), null, null, null, null, problem);
    }

    /** As a line of the answer. */
    byte[] toLine() {
        return (WireJson.MAPPER.writeValueAsString(this) + '\n').getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
