/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.acceptance.exchange.Checkout;

/**
 * Each way to abuse the exchange that we know of, by its code, is tried by a test that exists, or waits by name for a
 * door that is not built yet. JSON bodies J, HTTP H, signatures and replay G, the stream E, Kafka K, labels and leaks L.
 */
class AbuseRegisterTest {

    private static final Map<String, Integer> GROUPS = Map.of("J", 57, "H", 47, "G", 19, "E", 13, "K", 22, "L", 24);
    private static final Pattern RANGE = Pattern.compile("([A-Z])(\\d\\d)(?:-[A-Z](\\d\\d))?");
    private static final String PENDING = "pending: ";
    private static final List<Line> LINES = read();

    /** One code and the test that tries it, or why none does yet. */
    private record Line(String code, String where) {

        boolean isPending() {
            return where.startsWith(PENDING);
        }
    }

    @Test
    void everyCodeIsTriedOrWaitsForItsDoor() {
        TreeSet<String> known = new TreeSet<>();
        GROUPS.forEach((group, last) ->
                IntStream.rangeClosed(1, last).forEach(number -> known.add("%s%02d".formatted(group, number))));

        assertThat(new TreeSet<>(LINES.stream().map(Line::code).toList())).isEqualTo(known);
    }

    @Test
    void nothingThatIsTriedIsStillWaiting() {
        List<String> tried =
                LINES.stream().filter(line -> !line.isPending()).map(Line::code).toList();
        List<String> waiting =
                LINES.stream().filter(Line::isPending).map(Line::code).toList();

        assertThat(waiting).doesNotContainAnyElementsOf(tried).doesNotHaveDuplicates();
        assertThat(LINES.stream().filter(Line::isPending))
                .allMatch(line -> line.where().length() > PENDING.length());
    }

    static Stream<Arguments> tried() {
        return LINES.stream().filter(line -> !line.isPending()).map(line -> arguments(line.code(), line.where()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("tried")
    void testOfACodeExists(String code, String where) {
        String[] parts = where.split("[/#]");
        String source = source(parts[0], parts[1]);

        assertThat(source).contains("class " + parts[1] + " ").doesNotContain("@Disabled");
        if (parts.length == 3) {
            assertThat(source).containsPattern("void " + parts[2] + "\\(");
        } else {
            assertThat(source).contains("\"" + code + " ");
        }
    }

    private static String source(String module, String name) {
        try (Stream<Path> files = Files.walk(Checkout.path("services/" + module + "/src/test/java"))) {
            Path file = files.filter(path -> path.getFileName().toString().equals(name + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("There is no test " + name + " in " + module));
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Line> read() {
        try (var list = AbuseRegisterTest.class.getResourceAsStream("abuses.txt")) {
            return new String(list.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .flatMap(AbuseRegisterTest::lines)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<Line> lines(String text) {
        String codes = text.substring(0, text.indexOf(' '));
        var range = RANGE.matcher(codes);
        if (!range.matches()) {
            throw new IllegalStateException("No codes: " + codes);
        }
        int first = Integer.parseInt(range.group(2));
        int last = range.group(3) == null ? first : Integer.parseInt(range.group(3));
        return IntStream.rangeClosed(first, last)
                .mapToObj(number ->
                        new Line("%s%02d".formatted(range.group(1), number), text.substring(codes.length() + 1)));
    }
}
