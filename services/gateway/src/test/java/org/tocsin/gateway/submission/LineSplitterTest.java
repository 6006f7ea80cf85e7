/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an upload becomes lines, wherever the network cuts its bytes. */
class LineSplitterTest {

    private static final int LIMIT = 8;

    private static List<String> split(String upload, int cut) {
        byte[] bytes = upload.getBytes(StandardCharsets.UTF_8);
        LineSplitter splitter = new LineSplitter(LIMIT);
        List<Line> lines = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += cut) {
            lines.addAll(splitter.take(Arrays.copyOfRange(bytes, from, Math.min(from + cut, bytes.length))));
        }
        lines.addAll(splitter.rest());
        return lines.stream().map(LineSplitterTest::shown).toList();
    }

    private static String shown(Line line) {
        return line.number() + (line.isTooLong() ? " too long" : ':' + new String(line.text(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void linesAreTheSameWhereverTheBytesAreCut(int cut) {
        assertThat(split("one\ntwo\r\nétoile\n\nlast", cut)).containsExactly("1:one", "2:two", "3:étoile", "5:last");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000})
    void lineOverTheLimitIsToldOnceAndItsNeighboursPass(int cut) {
        String upload = "before\n" + "x".repeat(9) + "\nexactly8\n" + "y".repeat(5_000) + "\nafter\n";

        assertThat(split(upload, cut)).containsExactly("1:before", "2 too long", "3:exactly8", "4 too long", "5:after");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 1_000})
    void endOfLineCountsForNothing(int cut) {
        assertThat(split("exactly8\r\nexactly8\n", cut)).containsExactly("1:exactly8", "2:exactly8");
    }

    @Test
    void blankLinesAreCountedAndNotGiven() {
        assertThat(split("\n \t\r\n\none\n\n", 1)).containsExactly("4:one");
    }

    @Test
    void nothingIsNoLine() {
        assertThat(split("", 1)).isEmpty();
        assertThat(split("one\n", 1)).containsExactly("1:one");
    }

    @Test
    void endlessLineIsToldBeforeItEnds() {
        LineSplitter splitter = new LineSplitter(LIMIT);

        assertThat(splitter.take(new byte[LIMIT + 2])).hasSize(1).allMatch(Line::isTooLong);
        assertThat(splitter.take(new byte[10_000])).isEmpty();
        assertThat(splitter.rest()).isEmpty();
    }

    @Test
    void givenLineIsNotTouchedByWhatFollows() {
        LineSplitter splitter = new LineSplitter(LIMIT);

        Line first = splitter.take("one\ntw".getBytes(StandardCharsets.UTF_8)).get(0);
        splitter.take("o\n".getBytes(StandardCharsets.UTF_8));

        assertThat(first.text()).asString(StandardCharsets.UTF_8).isEqualTo("one");
    }
}
