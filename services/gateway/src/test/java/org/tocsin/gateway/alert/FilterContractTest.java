/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.gateway.testing.Contract;
import org.tocsin.protocol.release.Door;
import org.tocsin.protocol.release.Reader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The described filters of the list and those that are read draw the same lines. */
class FilterContractTest {

    private static final Contract CONTRACT = new Contract();
    private static final Instant NOW = Instant.parse("2026-11-24T02:31:07.412Z");
    private static final ReaderAtDoor OFFICER = new ReaderAtDoor(Door.API, Reader.person(true));

    @Test
    void everyParameterOfTheListIsDescribed() {
        Set<String> described = new TreeSet<>();
        CONTRACT.operation("listAlerts")
                .node()
                .path("parameters")
                .forEach(parameter ->
                        described.add(CONTRACT.resolved(parameter).path("name").asString()));

        assertThat(described)
                .containsExactlyInAnyOrder(
                        "limit",
                        "cursor",
                        "direction",
                        "origin",
                        "precedence",
                        "tlp",
                        "state",
                        "classification",
                        "text",
                        "observable",
                        "vulnerability",
                        "since",
                        "until");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Direction|sent",
                "Direction|sent,received",
                "Direction|Sent",
                "Direction|sent,",
                "Origin|uz,kz",
                "Origin|u",
                "Origin|UZ",
                "Precedence|FLASH,ROUTINE",
                "Precedence|flash",
                "Tlp|TLP:RED,TLP:AMBER+STRICT",
                "Tlp|TLP:WHITE",
                "State|released,active,expired,cancelled,deleted",
                "State|undeliverable",
                "Classification|malicious-code/c2-server,fraud",
                "Classification|Fraud",
                "Classification|fraud/",
                "Classification|rsit:fraud/phishing",
                "Text|gateway энергетика",
                "Text|' '",
                "Observable|192.0.2.1, and a comma",
                "Observable|' '",
                "Vulnerability|cve-2025-48384,GHSA-a-b",
                "Vulnerability|2025-48384",
                "Since|2026-11-24T02:31:07Z",
                "Until|2026-11-24T02:31:07.412+06:00",
                "Since|2026-11-24",
                "Until|yesterday"
            })
    void valuesAreJudgedAlike(String filter, String value) {
        judgedAlike(filter, value);
    }

    @ParameterizedTest
    @CsvSource({"Text, 200", "Text, 201", "Observable, 4096", "Observable, 4097", "Origin, 16", "Origin, 17"})
    void lengthsAreJudgedAlike(String filter, int length) {
        judgedAlike(filter, "x".repeat(length));
    }

    @ParameterizedTest
    @CsvSource({"1", "20", "21", "22"})
    void numbersOfValuesAreJudgedAlike(int many) {
        StringBuilder members = new StringBuilder("m1");
        for (int number = 2; number <= many; number++) {
            members.append(",m").append(number);
        }

        judgedAlike("Origin", members.toString());
    }

    private static void judgedAlike(String filter, String value) {
        JsonNode parameter =
                CONTRACT.root().path("components").path("parameters").path(filter + "Filter");
        boolean described = CONTRACT.parameterViolations(filter + "Filter", described(parameter, value))
                .isEmpty();

        assertThat(isRead(parameter.path("name").asString(), value)).isEqualTo(described);
    }

    private static JsonNode described(JsonNode parameter, String value) {
        if (!parameter.path("schema").path("type").asString("").equals("array")) {
            return JsonNodeFactory.instance.stringNode(value);
        }
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (String each : value.split(",", -1)) {
            values.add(each);
        }
        return values;
    }

    private static boolean isRead(String name, String value) {
        try {
            AlertSearch.read(Map.of(name, value), NOW, OFFICER);
            return true;
        } catch (Refused refused) {
            return false;
        }
    }
}
