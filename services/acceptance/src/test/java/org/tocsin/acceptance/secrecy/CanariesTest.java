/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sweep finds a word wherever it hides, and tells whose place it is. */
class CanariesTest {

    private final Canaries canaries = new Canaries(1);
    private final String word = canaries.word(List.of("kz", "uz"));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aWordIsFoundInBase64WhereverItBegins(int before) {
        String text = "\u00ff?".repeat(3) + "x".repeat(before) + word + "~".repeat(9);

        canaries.sweep("url", Base64.getUrlEncoder().withoutPadding().encode(text.getBytes(UTF_8)));
        canaries.sweep("plain", "eyJ" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));

        assertThat(canaries.at("url")).containsExactly(word);
        assertThat(canaries.at("plain")).containsExactly(word);
    }

    @Test
    void aWordIsStrayWhereItsHolderIsNot() {
        canaries.sweep("a log", "INFO " + word);

        assertThat(canaries.strayAt("a log", "kz")).isEmpty();
        assertThat(canaries.strayAt("a log", "kg")).containsExactly(word);
        assertThat(canaries.strayAt("a log", "")).containsExactly(word);
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        canaries.sweep("a page", "cnry and cnry0123, and " + "A".repeat(100));

        assertThat(canaries.at("a page")).isEmpty();
        assertThat(canaries.places()).containsExactly("a page");
    }
}
