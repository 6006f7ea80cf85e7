/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.http.Json;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.idempotency.IdempotencyKeys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A draft as it stands in a line: its idempotency key, if it carries one, taken out of the draft's own fields. */
record KeyedDraft(@Nullable String key, JsonNode draft) {

    private static final String KEY = "key";

    /** Reads a line as strictly as the body of a request; {@link Refused} says why not. */
    static KeyedDraft read(Line line) {
        if (line.isTooLong()) {
            throw new Refused(ProblemType.PAYLOAD_TOO_LARGE, "The line is over 256 KiB.");
        }
        ObjectNode object = (ObjectNode) Json.read(line.text());
        JsonNode key = object.remove(KEY);
        return new KeyedDraft(key == null || key.isNull() ? null : text(key), object);
    }

    private static String text(JsonNode key) {
        if (!key.isString() || !IdempotencyKeys.isKey(key.stringValue())) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "The line's key is not 1 to 128 visible characters.");
        }
        return key.stringValue();
    }
}
