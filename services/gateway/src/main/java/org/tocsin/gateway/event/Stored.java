/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;

/** An event as it lies in the table. */
public record Stored(
        long id,
        String key,
        EventKind kind,
        @Nullable Direction direction,
        AlertId alert,
        int revision,
        List<Member> members,
        @Nullable Digest digest,
        Instant at,
        String data) {

    /** Its data as an item of that type. */
    public <T> T as(Class<T> item) {
        return WireJson.MAPPER.readValue(data, item);
    }
}
