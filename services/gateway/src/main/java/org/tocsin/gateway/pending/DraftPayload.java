/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import java.time.Instant;
import java.util.List;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON that will be signed, without {@code issued} and {@code releasedBy}, which only the release can know. Whoever
 * holds the signed alert gets the same bytes by taking these two fields out (ADR 0016).
 */
record DraftPayload(byte[] json) {

    private static final String ISSUED = "issued";
    private static final String RELEASED_BY = "releasedBy";

    static DraftPayload of(Alert alert) {
        return of(MessageCodec.encode(alert));
    }

    /** The same of a payload that was signed. */
    static DraftPayload of(byte[] signed) {
        ObjectNode fields = (ObjectNode) WireJson.MAPPER.readTree(signed);
        fields.remove(List.of(ISSUED, RELEASED_BY));
        return new DraftPayload(WireJson.MAPPER.writeValueAsBytes(fields));
    }

    /** What a release must name to be a release of exactly this. */
    Digest digest() {
        return Digest.sha256(json);
    }

    /** As people are shown it. */
    JsonNode shown() {
        return WireJson.MAPPER.readTree(json);
    }

    /** The alert that a release at that moment makes of it. */
    Alert released(Instant issued, String releasedBy) {
        ObjectNode fields = (ObjectNode) shown();
        fields.set(ISSUED, WireJson.MAPPER.valueToTree(issued));
        fields.put(RELEASED_BY, releasedBy);
        try {
            Alert alert = (Alert) MessageCodec.decode(MessageType.ALERT, WireJson.MAPPER.writeValueAsBytes(fields));
            if (!of(alert).digest().equals(digest())) {
                throw new IllegalStateException("a waiting draft would be signed otherwise than it was read");
            }
            return alert;
        } catch (Undecodable corrupt) {
            throw new IllegalStateException("a waiting draft is unreadable", corrupt);
        }
    }
}
