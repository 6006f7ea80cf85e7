/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.AnswerId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Stage;

/**
 * One thing that happened, before it has a number. {@code key} says what it is and is unique for ever, so whatever
 * happens twice is one event; {@code members} are those a message names; {@code data} is the JSON that clients see. {@code tlp} is the
 * label of an alert. Anything else has the label of the revision it is about, which the commit finds by itself; there
 * {@code tlp} stands for the label of an alert that is not held yet.
 */
public record Event(
        String key,
        EventKind kind,
        @Nullable Direction direction,
        @Nullable AlertId alert,
        @Nullable Integer revision,
        List<Member> members,
        @Nullable Digest digest,
        Instant at,
        String data,
        @Nullable Label tlp) {

    /** The key of a revision. */
    public static String keyOf(AlertId alert, int revision) {
        return "alert/" + alert + '/' + revision;
    }

    /** The key of an answer. */
    public static String keyOf(AnswerId answer) {
        return "answer/" + answer;
    }

    /** The key of the fact that a member has reached a stage with a revision, or with an answer. */
    public static String keyOf(Member member, Object what, int revision, Stage stage) {
        return "receipt/" + member + '/' + what + '/' + revision + '/' + stage.token();
    }

    /** Writes an item as the event's data. */
    public static String json(Object item) {
        return WireJson.MAPPER.writeValueAsString(item);
    }

    /** Names it. Its content is for readers, who are judged, and for no log. */
    @Override
    public String toString() {
        return "event " + key;
    }
}
