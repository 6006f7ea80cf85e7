/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.reading.Readings;
import org.tocsin.gateway.reading.Shown;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.json.WireJson;

/** How events look on the wire, whatever their text holds. */
class SseFrameTest {

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    private static Shown event(long id, String headline) {
        return Readings.shown(new Numbered(id, EventKind.ALERT, null, Event.json(Map.of("headline", headline))));
    }

    @Test
    void frameHasIdNameAndData() {
        assertThat(text(SseFrame.of(List.of(event(7, "x")))))
                .isEqualTo("id: 7\nevent: alert\ndata: {\"headline\":\"x\"}\n\n");
    }

    @Test
    void deletionShowsItsAlertOnceMore() {
        Shown deletion = Readings.shown(new Numbered(7, EventKind.DELETION, null, "{\"state\":\"deleted\"}"));

        assertThat(text(SseFrame.of(List.of(deletion))))
                .isEqualTo("id: 7\nevent: alert\ndata: {\"state\":\"deleted\"}\n\n");
    }

    @Test
    void eventsFollowEachOther() {
        assertThat(text(SseFrame.of(List.of(event(7, "x"), event(8, "y"))))).contains("}\n\nid: 8\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\n\ndata: {\"fake\":1}\n\n",
                "x\r\rid: 99\r\r",
                "x\r\nretry: 1\r\n",
                "x\u2028\u2029data: y",
                "x\u0085event: alert",
                "\ufeffid: 1",
                ": comment"
            })
    void textNeverEndsItsEvent(String headline) {
        String frame = text(SseFrame.of(List.of(event(7, headline))));

        // A reader ends lines at CR, LF and CRLF only (HTML Living Standard, section 9.2.6).
        String[] lines = frame.split("\r\n|\r|\n", -1);
        assertThat(lines).hasSize(5);
        assertThat(lines[0]).isEqualTo("id: 7");
        assertThat(lines[1]).isEqualTo("event: alert");
        assertThat(WireJson.MAPPER
                        .readTree(lines[2].substring("data: ".length()))
                        .get("headline")
                        .stringValue())
                .isEqualTo(headline);
    }

    @Test
    void hiddenEventHasNoFrame() {
        Shown hidden = Readings.shown(new Numbered(8, EventKind.ALERT, Label.RED, "{}"));

        assertThat(text(SseFrame.of(List.of(event(7, "x"), hidden, event(9, "y")))))
                .contains("}\n\nid: 9\n")
                .doesNotContain("id: 8");
    }

    @Test
    void heartbeatRepeatsANumberAndSaysTheTime() {
        assertThat(text(SseFrame.heartbeat(7, Instant.parse("2026-03-01T08:00:00Z"))))
                .isEqualTo("id: 7\nevent: heartbeat\ndata: {\"at\":\"2026-03-01T08:00:00.000Z\"}\n\n");
    }
}
