/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.testing;

import java.net.http.HttpHeaders;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** What a gateway answered. */
public record Reply(int status, HttpHeaders headers, String body) {

    /** The body as JSON. */
    public JsonNode json() {
        return WireJson.MAPPER.readTree(body);
    }

    /** A field of the body as text; empty when it is absent. */
    public String text(String field) {
        return json().path(field).asString("");
    }

    /** The slug of a problem. */
    public String problem() {
        return text("type").replace("/problems/", "");
    }
}
