/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients carry from page to page. */
class CursorTest {

    private static final Instant NOW = Instant.parse("2026-11-24T02:31:07.412Z");

    @Test
    void whatWasWrittenIsReadBack() {
        Cursor cursor = Cursor.first(987_654_321L, NOW).behind(123_456_789L);

        assertThat(Cursor.read(cursor.text())).contains(cursor);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]{32}");
    }

    @Test
    void nextPageIsAsOfTheSameEventAndTime() {
        Cursor head = Cursor.first(100, NOW);

        assertThat(head.behind(51)).isEqualTo(new Cursor(51, 100, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "forged",
                "41",
                "-1",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "________________________________"
            })
    void whatWasNotWrittenHereIsNone(String text) {
        assertThat(Cursor.read(text)).isEmpty();
    }

    @Test
    void pageBehindTheListItBelongsToIsNone() {
        byte[] bytes =
                ByteBuffer.allocate(24).putLong(101).putLong(100).putLong(0).array();

        assertThat(Cursor.read(Base64.getUrlEncoder().encodeToString(bytes))).isEmpty();
    }
}
