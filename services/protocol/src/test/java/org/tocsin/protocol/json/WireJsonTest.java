/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonTest {

    /** Something to write. */
    record Sample(int v, @Nullable String text, @Nullable Instant at, List<String> list) {

        public boolean isShort() {
            return true;
        }
    }

    @Test
    void fieldsAreWrittenAsDeclaredAndWhatIsAbsentIsNotWritten() {
        assertThat(WireJson.MAPPER.writeValueAsString(new Sample(1, null, null, List.of())))
                .isEqualTo("{\"v\":1}");
        assertThat(WireJson.MAPPER.writeValueAsString(new Sample(0, "", Instant.EPOCH, List.of("a"))))
                .isEqualTo("{\"v\":0,\"text\":\"\",\"at\":\"1970-01-01T00:00:00.000Z\",\"list\":[\"a\"]}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T08:00:00Z, 2026-03-01T08:00:00.000Z",
        "2026-03-01T08:00:00.1239Z, 2026-03-01T08:00:00.123Z",
        "2026-03-01T08:00:00-05:30, 2026-03-01T13:30:00.000Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
    })
    void timesAreWrittenInUtcWithMilliseconds(String read, String written) {
        assertThat(WireJson.time(WireJson.time(read))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-03-01",
                "2026-03-01T08:00:00",
                "2026-03-01 08:00:00Z",
                "2026-03-01t08:00:00z",
                "2026-03-01T08:00Z",
                "2026-03-01T08:00:60Z",
                "2026-02-30T08:00:00Z",
                "2026-03-01T25:00:00Z",
                "2026-03-01T08:00:00+19:00",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-00:01",
                "2026-03-01T08:00:00Z[Asia/Almaty]",
                "1772352000"
            })
    void otherTimesAreRefused(String text) {
        assertThatThrownBy(() -> WireJson.time(text)).isInstanceOf(DateTimeException.class);
    }
}
