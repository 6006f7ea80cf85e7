/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which titles could mislead their reader. */
class SafeTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Edge gateways are being exploited",
                "Фишинговая рассылка",
                "Қазақстандағы фишинг",
                "تحذير من التصيد",
                "फ़िशिंग हमला",
                "网络钓鱼",
                "حمله می\u200cشود",
                "क्\u200dष",
                "école \u00e9",
                "Loader \ud83d\udea8 seen"
            })
    void titlesOfAllScriptsAreSafe(String title) {
        assertThat(SafeText.isSafeTitle(java.text.Normalizer.normalize(title, java.text.Normalizer.Form.NFC)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "line\nbreak",
                "carriage\rreturn",
                "tab\tstop",
                "bell\u0007",
                "escape\u001b[31m",
                "next line\u0085",
                "line separator\u2028",
                "paragraph separator\u2029",
                "bidi\u202a",
                "bidi\u202b",
                "bidi\u202c",
                "bidi\u202d",
                "bidi\u202e",
                "bidi\u2066",
                "bidi\u2067",
                "bidi\u2068",
                "bidi\u2069",
                "mark\u200e",
                "mark\u200f",
                "zero width\u200b",
                "joiner\u2060",
                "pay\u200cload",
                "pay\u200dload",
                "\u200cمی",
                "byte order mark\ufeff",
                "soft\u00adhyphen",
                "tag \udb40\udc41",
                "filler\u3164",
                "filler\u115f",
                "filler\u1160",
                "filler\uffa0",
                "private\ue000",
                "not composed e\u0301"
            })
    void titleThatHidesSomethingIsNot(String title) {
        assertThat(SafeText.isSafeTitle(title)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 100, 200})
    void pileOfMarksIsNot(int marks) {
        assertThat(SafeText.isSafeTitle("b" + "\u0310".repeat(marks))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void fewMarksAre(int marks) {
        assertThat(SafeText.isSafeTitle("b" + "\u0310".repeat(marks))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "a\u001b", "a\u007f", "a\u0085"})
    void longerTextMayHoldLineBreaksAndTabsOnly(String text) {
        assertThat(SafeText.hasControls(text)).isTrue();
        assertThat(SafeText.hasControls("one\r\n\ttwo")).isFalse();
    }
}
