/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import org.tocsin.acceptance.exchange.Tap;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** What signed messages say to whoever can read them: a signature hides nothing. */
public final class Opened {

    private Opened() {}

    /** The payloads of records that hold one signed message each. */
    public static List<JsonNode> messages(List<Tap.Raw> records) {
        return records.stream()
                .map(record -> new String(record.value(), UTF_8).split("\\.")[1])
                .map(payload -> WireJson.MAPPER.readTree(Base64.getUrlDecoder().decode(payload)))
                .toList();
    }
}
