/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.tocsin.protocol.json.StrictJson;
import org.tocsin.protocol.json.UnreadableJson;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** JSON in and out of a controller. */
public final class Json {

    private Json() {}

    /** Reads a body strictly; {@link Refused} says why not. */
    public static JsonNode read(byte[] body) {
        try {
            return StrictJson.parse(body);
        } catch (UnreadableJson unreadable) {
            ProblemType type = unreadable.reason() == UnreadableJson.Reason.OVER_LIMIT
                    ? ProblemType.LIMIT_EXCEEDED
                    : ProblemType.MALFORMED_JSON;
            throw new Refused(type, Objects.requireNonNullElse(unreadable.getMessage(), ""));
        }
    }

    /** An answer 200 with the value. */
    public static ResponseEntity<byte[]> ok(Object value) {
        return bytes(HttpStatus.OK.value(), WireJson.MAPPER.writeValueAsBytes(value));
    }

    /** An answer of bytes that are JSON already. */
    public static ResponseEntity<byte[]> bytes(int status, byte[] json) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(json);
    }
}
