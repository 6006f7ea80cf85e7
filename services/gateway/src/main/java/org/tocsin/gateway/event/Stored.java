/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;

/** An event as it lies in the table; {@code tlp} as in {@link Numbered}. */
public record Stored(
        long id,
        String key,
        EventKind kind,
        @Nullable Direction direction,
        @Nullable AlertId alert,
        int revision,
        List<Member> members,
        @Nullable Digest digest,
        Instant at,
        String data,
        @Nullable Label tlp) {

    /** The digest of what was signed; only alerts and answers have one. */
    public Digest signed() {
        return Objects.requireNonNull(digest, "only what was signed has a digest");
    }

    /** The alert that it is or is about; everything but a few notices has one. */
    public AlertId subject() {
        return Objects.requireNonNull(alert, "only notices are about no alert");
    }

    /** Its data as an item of that type. */
    public <T> T as(Class<T> item) {
        return WireJson.MAPPER.readValue(data, item);
    }

    /** Names it. Its content is for readers, who are judged, and for no log. */
    @Override
    public String toString() {
        return "event " + id + ' ' + key;
    }
}
