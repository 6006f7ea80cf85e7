/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.testing;

import java.util.List;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.tocsin.gateway.http.Problems;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** What a client is told of a refusal. */
public final class Told {

    private Told() {}

    /** Each violation as {@code pointer rule}. */
    public static List<String> by(Refused refused) {
        Response response = new Response();
        ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"))
                .mutate()
                .response(response)
                .build();
        new Problems().handle(exchange, refused).block();
        JsonNode body = WireJson.MAPPER.readTree(response.getBodyAsString().block());
        return body.path("violations")
                .valueStream()
                .map(violation -> violation.path("pointer").asString()
                        + ' '
                        + violation.path("rule").asString())
                .toList();
    }

    /** One with no server below it. */
    private static final class Response extends MockServerHttpResponse {

        @Override
        @SuppressWarnings("unchecked")
        public <T> T getNativeResponse() {
            return (T) "none";
        }
    }
}
