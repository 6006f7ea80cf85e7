/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The described draft and the parser draw the same lines. */
class DraftContractTest {

    private static final Contract CONTRACT = new Contract();
    private static final String DRAFT = """
            {"status":"actual","precedence":"FLASH","tlp":"TLP:AMBER","audience":{"action":["uz"],"info":["kg"]},
             "info":[{"language":"en","headline":"Edge gateways","description":"Since 02:10 UTC."}],
             "observables":[{"type":"domain-name","value":"c2.example"}]}
            """;

    static Stream<Arguments> fields() {
        return Stream.of(
                        values("status", "actual", "exercise", "test", "Actual", "system", "", " "),
                        values("precedence", "FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE", "flash", "URGENT"),
                        values(
                                "tlp",
                                "TLP:RED",
                                "TLP:AMBER+STRICT",
                                "TLP:GREEN",
                                "TLP:CLEAR",
                                "TLP:WHITE",
                                "TLP:BLUE",
                                "red"),
                        values("pap", "PAP:RED", "PAP:AMBER", "PAP:GREEN", "PAP:CLEAR", "PAP:WHITE"),
                        values("urgency", "Immediate", "Expected", "Future", "Past", "Unknown", "immediate"),
                        values("severity", "Extreme", "Severe", "Moderate", "Minor", "Unknown", "High"),
                        values("certainty", "Observed", "Likely", "Possible", "Unlikely", "Unknown", "Very Likely"),
                        values(
                                "classification",
                                "malicious-code/c2-server",
                                "vulnerable/weak-crypto",
                                "test/test",
                                "spam"),
                        values(
                                "classification",
                                "rsit:malicious-code=\"c2-server\"",
                                "malicious-code",
                                "a/b",
                                "availability/dos"),
                        values("acknowledgeWithin", "PT10M", "P1DT2H", "PT0.5S", "P30D", "10", "P", "PT", "P1W", "P1Y"),
                        values("expires", "2026-11-24T02:31:07Z", "2026-11-24T02:31:07.412+06:00", "2026-11-24", "now"),
                        values("expires", "2026-11-24T02:31:07", "2026-11-24 02:31:07Z"))
                .flatMap(values -> values);
    }

    private static Stream<Arguments> values(String field, String... values) {
        return Stream.of(values).map(value -> Arguments.of(field, value));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("fields")
    void wordsAndTimesAreJudgedAlike(String field, String value) {
        judgedAlike(draft -> draft.put(field, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "precedence", "tlp", "audience", "info", "observables"})
    void whatMayBeLeftOutIsJudgedAlike(String field) {
        judgedAlike(draft -> draft.remove(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"attachment", "origin", "id", "material", "__proto__"})
    void unknownFieldsAreJudgedAlike(String field) {
        judgedAlike(draft -> draft.put(field, "x"));
        judgedAlike(draft -> ((ObjectNode) draft.path("info").get(0)).put(field, "x"));
        judgedAlike(draft -> ((ObjectNode) draft.path("audience")).put(field, "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 160, 161, 4_096, 4_097, 16_384, 16_385})
    void lengthsAreJudgedAlike(int length) {
        String text = "x".repeat(length);

        judgedAlike(draft -> ((ObjectNode) draft.path("info").get(0)).put("headline", text));
        judgedAlike(draft -> ((ObjectNode) draft.path("info").get(0)).put("description", text));
        judgedAlike(draft -> ((ObjectNode) draft.path("info").get(0)).put("instruction", text));
        judgedAlike(draft -> ((ObjectNode) draft.path("observables").get(0)).put("value", text));
        judgedAlike(draft -> ((ObjectNode) draft.path("observables").get(0)).put("comment", text));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 21, 50, 51, 500, 501, 2_000, 2_001})
    void numbersOfThingsAreJudgedAlike(int many) {
        judgedAlike(draft -> repeat(draft.putArray("info"), many, "{\"language\":\"en\",\"headline\":\"x\"}"));
        judgedAlike(draft -> repeat(draft.putArray("observables"), many, "{\"type\":\"url\",\"value\":\"x\"}"));
        judgedAlike(draft -> repeat(draft.putArray("vulnerabilities"), many, "\"CVE-2025-48384\""));
        judgedAlike(draft -> repeat(draft.putArray("techniques"), many, "\"T1190\""));
        judgedAlike(draft -> repeat(draft.putArray("sectors"), many, "\"energy\""));
        judgedAlike(draft -> repeat(draft.putArray("references"), many, "\"https://cert.example/1\""));
        judgedAlike(draft -> repeat(((ObjectNode) draft.path("audience")).putArray("action"), many, "\"uz\""));
        judgedAlike(draft -> repeat(((ObjectNode) draft.path("audience")).putArray("info"), many, "\"uz\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uz", "UZ", "u", "anti-narcotics", "a-code-far-too-long", "1a", "CVE-2025-48384", "cve-1"})
    void formsOfElementsAreJudgedAlike(String text) {
        judgedAlike(draft ->
                ((ObjectNode) draft.path("audience")).putArray("action").add(text));
        judgedAlike(draft -> draft.putArray("vulnerabilities").add(text));
        judgedAlike(draft -> draft.putArray("techniques").add(text));
        judgedAlike(draft -> draft.putArray("sectors").add(text));
        judgedAlike(draft -> ((ObjectNode) draft.path("info").get(0)).put("language", text));
        judgedAlike(draft -> ((ObjectNode) draft.path("observables").get(0)).put("type", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "\"true\"", "[]", "{}", "1.5"})
    void typesAreJudgedAlike(String json) {
        JsonNode value = WireJson.MAPPER.readTree(json);

        for (String field : new String[] {"status", "audience", "info", "observables", "sectors", "expires", "pap"}) {
            judgedAlike(draft -> draft.set(field, value));
        }
        judgedAlike(draft -> ((ObjectNode) draft.path("audience")).set("everyone", value));
    }

    private static void judgedAlike(Consumer<ObjectNode> change) {
        ObjectNode draft = (ObjectNode) WireJson.MAPPER.readTree(DRAFT);
        change.accept(draft);

        boolean described = CONTRACT.violations("AlertDraft", draft).isEmpty();

        String shown = draft.toString();
        assertThat(isRead(draft))
                .as(shown.substring(0, Math.min(400, shown.length())))
                .isEqualTo(described);
    }

    private static boolean isRead(JsonNode draft) {
        try {
            DraftReader.alert(draft);
            return true;
        } catch (Refused refused) {
            return false;
        }
    }

    private static void repeat(ArrayNode list, int many, String element) {
        IntStream.range(0, many).forEach(number -> list.add(WireJson.MAPPER.readTree(element)));
    }
}
