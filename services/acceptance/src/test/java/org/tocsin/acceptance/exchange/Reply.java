/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.net.http.HttpResponse;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** What a service answered. */
public record Reply(int status, String body) {

    static Reply of(HttpResponse<String> response) {
        return new Reply(response.statusCode(), response.body());
    }

    /** The body as JSON. */
    public JsonNode json() {
        return WireJson.MAPPER.readTree(body);
    }

    /** A field of the body as text; empty when absent. */
    public String text(String field) {
        return json().path(field).asString("");
    }
}
