/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.testing.AlertBuilder;
import org.tocsin.protocol.testing.Examples;
import tools.jackson.databind.node.ObjectNode;

/** Messages as they stand on the wire before they are signed, for those who sign them otherwise than a gateway would. */
public final class Drafts {

    private Drafts() {}

    /** An alert of kz that counts now. */
    public static AlertBuilder alertOfKz() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return Examples.alert().from("kz").issued(now).expires(now.plus(1, ChronoUnit.HOURS));
    }

    /** Its identity. */
    public static String idOf(Alert alert) {
        return alert.header().alert().toString();
    }

    /** A message's payload, to be changed and signed. */
    public static ObjectNode payload(Message message) {
        return (ObjectNode) WireJson.MAPPER.readTree(new String(MessageCodec.encode(message), UTF_8));
    }
}
