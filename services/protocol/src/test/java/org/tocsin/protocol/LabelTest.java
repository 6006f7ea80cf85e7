/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLP 2.0 (FIRST, August 2022) has exactly these five labels, never translated, with no default. */
class LabelTest {

    @Test
    void labelsAreExactlyThoseOfTlpTwo() {
        assertThat(Arrays.stream(Label.values()).map(Label::token))
                .containsExactly("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR");
    }

    @ParameterizedTest
    @EnumSource(Label.class)
    void labelReadsBackAsItWasWritten(Label label) {
        assertThat(Label.of(label.token())).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLP:WHITE",
                "TLP:White",
                "tlp:red",
                "TLP:Red",
                "TLP: RED",
                " TLP:RED",
                "TLP:RED ",
                "RED",
                "TLP:AMBER-STRICT",
                "TLP:AMBER_STRICT",
                "TLP:AMBER +STRICT",
                "AMBER_STRICT",
                "TLP:ROT",
                "TLP:RЕD",
                "TLP:EX:CHR",
                "",
                "0"
            })
    void nothingElseIsALabel(String text) {
        assertThatThrownBy(() -> Label.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachLabelIsStricterThanTheNextAndThanNoneBefore() {
        Label[] labels = Label.values();

        for (int one = 0; one < labels.length; one++) {
            for (int other = 0; other < labels.length; other++) {
                assertThat(labels[one].isStricterThan(labels[other])).isEqualTo(one < other);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAP:WHITE", "pap:red", "TLP:RED", "PAP:AMBER+STRICT", ""})
    void nothingElseIsAPapLevel(String text) {
        assertThat(Arrays.stream(Pap.values()).map(Pap::token))
                .containsExactly("PAP:RED", "PAP:AMBER", "PAP:GREEN", "PAP:CLEAR");
        assertThatThrownBy(() -> Pap.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
