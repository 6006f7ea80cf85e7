/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.tocsin.gateway.reading.Shown;
import org.tocsin.protocol.json.WireJson;

/** Server-sent events as bytes. The data are JSON without line breaks, so nothing in them can end a frame. */
final class SseFrame {

    private SseFrame() {}

    /** The events, without those that are hidden from the reader. */
    static byte[] of(List<Shown> events) {
        StringBuilder frames = new StringBuilder(events.size() * 1_024);
        for (Shown event : events) {
            if (!event.isHidden()) {
                append(frames, event.id(), event.kind().streamName(), event.data());
            }
        }
        return frames.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A sign of life that repeats the highest number the reader was taken past. */
    static byte[] heartbeat(long id, Instant now) {
        StringBuilder frame = new StringBuilder();
        append(frame, id, "heartbeat", "{\"at\":\"" + WireJson.time(now) + "\"}");
        return frame.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder frames, long id, String name, String data) {
        frames.append("id: ")
                .append(id)
                .append("\nevent: ")
                .append(name)
                .append("\ndata: ")
                .append(data)
                .append("\n\n");
    }
}
