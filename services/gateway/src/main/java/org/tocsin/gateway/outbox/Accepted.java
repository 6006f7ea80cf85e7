/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.AnswerId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Recipient;

/** What the client of an accepted alert or answer is told, at once or after this member has relearned what it said. */
public final class Accepted {

    /** The status it is told with. */
    public static final int STATUS = 202;

    private static final String STATE = "released";

    private Accepted() {}

    /**
     * When it was accepted, and whether the broker was there: {@code delivery} is {@code sent} when the bytes were handed
     * to it, {@code queued} when they wait for the link.
     */
    record Going(Instant at, boolean isLinked) {

        String delivery() {
            return isLinked ? "sent" : "queued";
        }
    }

    private record AcceptedAlert(
            AlertId id,
            int revision,
            Digest digest,
            String state,
            Instant acceptedAt,
            String delivery,
            List<Recipient> recipients,
            @Nullable String notice) {}

    private record AcceptedAnswer(
            AnswerId id,
            AlertId alert,
            int revision,
            Digest digest,
            String state,
            Instant acceptedAt,
            String delivery) {}

    static byte[] alert(AlertHeader header, Digest digest, Going going, @Nullable String notice) {
        return WireJson.MAPPER.writeValueAsBytes(new AcceptedAlert(
                header.alert(),
                header.revision(),
                digest,
                STATE,
                going.at(),
                going.delivery(),
                header.audience(),
                notice));
    }

    /** An answer is accepted when it is issued. */
    public static byte[] answer(Answer answer, Digest digest, boolean isLinked) {
        Going going = new Going(answer.issued(), isLinked);
        return WireJson.MAPPER.writeValueAsBytes(new AcceptedAnswer(
                answer.answer(), answer.alert(), answer.revision(), digest, STATE, going.at(), going.delivery()));
    }

    /** The same of an alert or answer that was found in this member's outbox; no other message is a request's. */
    public static byte[] relearned(Message message, Digest digest) {
        if (message instanceof Alert alert) {
            return alert(alert.header(), digest, new Going(alert.header().issued(), true), null);
        }
        return answer((Answer) message, digest, true);
    }
}
