/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.protocol.json.UnreadableJson.Reason;
import tools.jackson.databind.JsonNode;

/** The abuses of JSON that a stranger may try at the edge, each under the number the project knows it by. */
class StrictJsonTest {

    private static final String NUL = "\\" + "u0000";
    private static final String HALF = "\\" + "ud800";

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("J01 cut off", "{"),
                arguments("J02 empty", ""),
                arguments("J02 blank", " \n"),
                arguments("J03 null", "null"),
                arguments("J04 array", "[]"),
                arguments("J05 text", "\"text\""),
                arguments("J05 number", "1"),
                arguments("J06 trailing garbage", "{}x"),
                arguments("J06 trailing brace", "{}}"),
                arguments("J07 two documents", "{}{}"),
                arguments("J08 line comment", "{}//"),
                arguments("J08 block comment", "{/**/}"),
                arguments("J08 hash comment", "{}#"),
                arguments("J08 NaN", "{\"a\":NaN}"),
                arguments("J08 Infinity", "{\"a\":-Infinity}"),
                arguments("J08 trailing comma", "{\"a\":1,}"),
                arguments("J08 leading zero", "{\"a\":01}"),
                arguments("J08 leading plus", "{\"a\":+1}"),
                arguments("J08 bare point", "{\"a\":1.}"),
                arguments("J09 single quotes", "{'a':1}"),
                arguments("J09 unquoted name", "{a:1}"),
                arguments("J11 byte order mark", "\uFEFF{}"),
                arguments("J13 lone high surrogate", "{\"a\":\"" + HALF + "\"}"),
                arguments("J13 lone low surrogate", "{\"a\":\"" + "\\" + "udc00\"}"),
                arguments("J13 surrogates in the wrong order", "{\"a\":\"\\" + "udc00" + HALF + "\"}"),
                arguments("J13 deep inside", "{\"a\":[{\"b\":[\"" + HALF + "x\"]}]}"),
                arguments("J13 in a name", "{\"" + HALF + "\":1}"),
                arguments("J14 NUL", "{\"a\":\"" + NUL + "\"}"),
                arguments("J14 raw NUL", "{\"a\":\"\0\"}"),
                arguments("J14 deep inside", "{\"a\":{\"b\":[[\"x" + NUL + "\"]]}}"),
                arguments("J14 in a name", "{\"a" + NUL + "\":1}"),
                arguments("J14 in a name deep inside", "{\"a\":[{\"b" + NUL + "\":1}]}"),
                arguments("J14 raw control character", "{\"a\":\"\1\"}"),
                arguments("J15 duplicate key", "{\"tlp\":\"TLP:RED\",\"tlp\":\"TLP:CLEAR\"}"),
                arguments("J15 duplicate key, escaped", "{\"tlp\":\"TLP:RED\",\"\\" + "u0074lp\":\"TLP:CLEAR\"}"),
                arguments("J15 duplicate key deep inside", "{\"a\":[{\"b\":1,\"b\":1}]}"));
    }

    static Stream<Arguments> malformedBytes() {
        return Stream.of(
                arguments("J10 UTF-16", encoded("{\"a\":1}", StandardCharsets.UTF_16)),
                arguments("J10 UTF-16BE", encoded("{\"a\":1}", StandardCharsets.UTF_16BE)),
                arguments("J10 UTF-16LE", encoded("{\"a\":1}", StandardCharsets.UTF_16LE)),
                arguments("J10 UTF-32BE", encoded("{\"a\":1}", Charset.forName("UTF-32BE"))),
                arguments("J10 UTF-32LE", encoded("{\"a\":1}", Charset.forName("UTF-32LE"))),
                arguments("J12 overlong slash", inText("c0af")),
                arguments("J12 lone continuation", inText("80")),
                arguments("J12 cut off", inText("e282")),
                arguments("J12 surrogate in UTF-8", inText("eda080")),
                arguments("J12 beyond Unicode", inText("f4908080")),
                arguments("J12 overlong NUL", inText("c080")));
    }

    static Stream<Arguments> overLimit() {
        return Stream.of(
                arguments("J16 depth 33", nested(33)),
                arguments("J17 depth 100,000", nested(100_000)),
                arguments("J17 open depth 100,000", "{\"a\":" + "[".repeat(100_000)),
                arguments("J18 array of 100,000", "{\"a\":[" + "1,".repeat(99_999) + "1]}"),
                arguments("J19 50,000 keys", keys(50_000)),
                arguments("J19 12,000 short keys", keys(12_000)),
                arguments("J20 number of 10,000 digits", "{\"a\":" + "9".repeat(10_000) + "}"),
                arguments("J20 fraction of 10,000 digits", "{\"a\":0." + "9".repeat(10_000) + "}"),
                arguments("J20 number of 33 digits", "{\"a\":" + "9".repeat(33) + "}"),
                arguments("J21 exponent", "{\"a\":1e999999999}"),
                arguments("J21 negative", "{\"a\":[-1e400]}"),
                arguments("J22 name of 1 MB", "{\"" + "a".repeat(1_000_000) + "\":1}"),
                arguments("J22 name of 129", "{\"" + "a".repeat(129) + "\":1}"),
                arguments("J23 string of 16 KiB and 1", "{\"a\":\"" + "x".repeat(16 * 1024 + 1) + "\"}"),
                arguments("J24 256 KiB and 1", " ".repeat(StrictJson.MAX_BYTES - 1) + "{}"),
                arguments("J26 100,000 names of one hash code", colliding(100_000)));
    }

    static Stream<Arguments> readable() {
        return Stream.of(
                arguments("empty object", "{}"),
                arguments("white space around", " \t\r\n{ } \n"),
                arguments("J16 depth 32", nested(32)),
                arguments("J20 number of 32 digits", "{\"a\":" + "9".repeat(32) + "}"),
                arguments("J22 name of 128", "{\"" + "a".repeat(128) + "\":1}"),
                arguments("J23 string of 16 KiB", "{\"a\":\"" + "x".repeat(16 * 1024) + "\"}"),
                arguments("J24 256 KiB", " ".repeat(StrictJson.MAX_BYTES - 2) + "{}"),
                arguments("escaped pair", "{\"a\":\"\\" + "ud83d\\" + "ude00\"}"),
                arguments("raw pair and Cyrillic", "{\"ключ\":\"тревога 😀\"}"),
                arguments("same name in different objects", "{\"a\":{\"a\":{\"a\":1}}}"),
                arguments("J26 few names of one hash code", colliding(64)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatIsNotOneWellFormedObjectIsMalformed(String row, String body) {
        assertThat(refusal(body.getBytes(UTF_8)).reason()).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedBytes")
    void whatIsNotUtf8IsMalformed(String row, byte[] body) {
        assertThat(refusal(body).reason()).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overLimit")
    void whatIsTooMuchIsOverLimitAndSoonRefused(String row, String body) {
        byte[] bytes = body.getBytes(UTF_8);

        long before = System.nanoTime();
        UnreadableJson refusal = refusal(bytes);
        long micros = (System.nanoTime() - before) / 1000;

        assertThat(refusal.reason()).isEqualTo(Reason.OVER_LIMIT);
        System.out.printf("%s: refused in %d µs%n", row, micros);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void whatIsWithinTheLimitsIsRead(String row, String body) throws UnreadableJson {
        assertThat(StrictJson.parse(body.getBytes(UTF_8)).isObject()).isTrue();
    }

    @Test
    void asManyNamesOfOneHashCodeAsFitAreReadSoon() throws UnreadableJson {
        byte[] body = colliding(6_500).getBytes(UTF_8);

        long before = System.nanoTime();
        JsonNode read = StrictJson.parse(body);
        long micros = (System.nanoTime() - before) / 1000;

        assertThat(read.size()).isEqualTo(6_500);
        System.out.printf("J26 6,500 names of one hash code: read in %d µs%n", micros);
    }

    @Test
    void wholeNumbersAreReadExactlyAndNotConfusedWithFractions() throws UnreadableJson {
        JsonNode read = StrictJson.parse("{\"big\":9007199254740993,\"one\":1,\"fraction\":1.0}".getBytes(UTF_8));

        assertThat(read.get("big").bigIntegerValue()).isEqualTo("9007199254740993");
        assertThat(read.get("one").isIntegralNumber()).isTrue();
        assertThat(read.get("fraction").isIntegralNumber()).isFalse();
    }

    @Test
    void refusalNeverRepeatsWhatWasSent() {
        assertThat(refusal("{\"secret-name\":secret-value}".getBytes(UTF_8)))
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThat(refusal(("{\"" + "secret".repeat(100) + "\":1}").getBytes(UTF_8)))
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    private static UnreadableJson refusal(byte[] body) {
        UnreadableJson refusal = catchThrowableOfType(UnreadableJson.class, () -> StrictJson.parse(body));
        assertThat(refusal).as("the refusal").isNotNull();
        return refusal;
    }

    private static byte[] encoded(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static byte[] inText(String hex) {
        return HexFormat.of().parseHex("7b2261223a22" + hex + "227d");
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

    private static String keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(key -> "\"k" + key + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Names of equal {@link String#hashCode}: each bit of the number is written as Aa or BB. */
    private static String colliding(int count) {
        return IntStream.range(0, count)
                .mapToObj(StrictJsonTest::collidingName)
                .collect(Collectors.joining("\":1,\"", "{\"", "\":1}"));
    }

    private static String collidingName(int number) {
        return IntStream.range(0, 17)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }
}
