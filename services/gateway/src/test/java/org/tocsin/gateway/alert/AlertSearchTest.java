/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.release.Door;
import org.tocsin.protocol.release.Reader;

/** What the list's parameters mean, and which are refused. */
class AlertSearchTest {

    private static final Instant NOW = Instant.parse("2026-11-24T02:31:07.412Z");
    private static final ReaderAtDoor CLERK = new ReaderAtDoor(Door.API, Reader.person(false));
    private static final String CANARY = "canary7c1f";

    private static AlertSearch search(String name, String value) {
        return AlertSearch.read(Map.of(name, value), NOW, CLERK);
    }

    static Stream<Arguments> meanings() {
        return Stream.of(
                arguments("direction", "sent", "i.direction = ?", "sent"),
                arguments("origin", "uz", "i.origin = ?", "uz"),
                arguments("precedence", "FLASH", "i.precedence = ?", "FLASH"),
                arguments("tlp", "TLP:AMBER+STRICT", "i.tlp = ?", "TLP:AMBER+STRICT"),
                arguments("tlp", "TLP:AMBER STRICT", "i.tlp = ?", "TLP:AMBER+STRICT"),
                arguments("state", "cancelled", "(i.state = ?)", "cancelled"),
                arguments("state", "active", "(i.state = 'released' and i.expires > ?)", NOW.atOffset(ZoneOffset.UTC)),
                arguments(
                        "state", "expired", "(i.state = 'released' and i.expires <= ?)", NOW.atOffset(ZoneOffset.UTC)),
                arguments("classification", "malicious-code", "(i.class = ?)", "malicious-code"),
                arguments(
                        "vulnerability",
                        "cve-2025-48384",
                        "(i.terms @> array[search_vulnerability(?)])",
                        "cve-2025-48384"),
                arguments("observable", "a,b", "i.terms @> array[search_observable(?)]", "a,b"),
                arguments("text", "a & b", "i.words @@ search_query(?)", "a & b"),
                arguments("since", "2026-11-24T07:31:07.412 05:00", "i.at >= ?", NOW.atOffset(ZoneOffset.UTC)),
                arguments("until", "2026-11-24T02:31:07.412Z", "i.at < ?", NOW.atOffset(ZoneOffset.UTC)));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("meanings")
    void filterIsACondition(String name, String value, String sql, Object parameter) {
        AlertSearch search = search(name, value);

        assertThat(search.conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.sql()).isEqualTo(sql);
            assertThat(condition.values()).containsExactly(parameter);
        });
    }

    @Test
    void anyOfSeveralValuesWillDo() {
        Condition states = search("state", "cancelled,deleted").conditions().get(0);
        Condition labels = search("tlp", "TLP:RED,TLP:GREEN").conditions().get(0);
        Condition classes =
                search("classification", "fraud,availability/ddos").conditions().get(0);

        assertThat(states).isEqualTo(Condition.of("(i.state = ? or i.state = ?)", "cancelled", "deleted"));
        assertThat(labels.sql()).isEqualTo("i.tlp = any (?)");
        assertThat((Object[]) labels.values().get(0)).containsExactly("TLP:RED", "TLP:GREEN");
        assertThat(classes)
                .isEqualTo(Condition.of(
                        "(i.class = ? or i.class = ? and i.classification = ?)",
                        "fraud",
                        "availability",
                        "availability/ddos"));
    }

    static Stream<Arguments> refused() {
        String many = IntStream.range(0, 21).mapToObj(i -> "m" + i).collect(Collectors.joining(","));
        return Stream.of(
                arguments("sort", "id"),
                arguments(CANARY, "x"),
                arguments("direction", CANARY),
                arguments("origin", "UZ"),
                arguments("origin", "uz,"),
                arguments("origin", ""),
                arguments("origin", many),
                arguments("precedence", "flash"),
                arguments("tlp", "RED"),
                arguments("state", "undeliverable"),
                arguments("classification", "malicious-code/"),
                arguments("classification", "malicious-code/c2-server/x"),
                arguments("classification", "' or 1=1 --"),
                arguments("vulnerability", "CVE"),
                arguments("vulnerability", "CVE-2025-1%"),
                arguments("observable", " "),
                arguments("observable", "x".repeat(4_097)),
                arguments("observable", "a\u0000b"),
                arguments("text", ""),
                arguments("text", "& | !"),
                arguments("text", "x".repeat(201)),
                arguments("text", "a\nb"),
                arguments("text", "a\ud800"),
                arguments("since", "2026-11-24"),
                arguments("until", "2026-11-24T02:31:07"),
                arguments("limit", "201"),
                arguments("limit", "0"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    void whatAFilterDoesNotTakeIsRefusedWithoutEcho(String name, String value) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> search(name, value))
                .satisfies(refused -> {
                    assertThat(refused.type()).isEqualTo(ProblemType.INVALID_PARAMETER);
                    assertThat(refused.getMessage()).doesNotContain(CANARY);
                });
    }

    @Test
    void whatIsRareIsLookedUpBeforeTheListIsWalked() {
        AlertSearch search = AlertSearch.read(Map.of("observable", "192.0.2.7", "tlp", "TLP:RED"), NOW, CLERK);

        Condition query = search.query(Cursor.first(100, NOW));

        assertThat(query.sql())
                .contains(
                        "from (select * from alert_index i where (i.tlp = any (?) and i.terms @> array[search_observable(?)]) offset 0) i")
                .contains("where (i.id < ? and i.superseded > ? and i.tlp = ?)");
        assertThat(query.values())
                .endsWith("192.0.2.7", 101L, 100L, "TLP:RED", 51)
                .hasSize(6);
    }

    @Test
    void walkBegunEarlierGoesOnAsOfItsBeginning() {
        Instant then = NOW.minusSeconds(60);
        Cursor cursor = new Cursor(51, 100, then);

        AlertSearch search = AlertSearch.read(Map.of("state", "active", "cursor", cursor.text()), NOW, CLERK);

        assertThat(search.conditions())
                .containsExactly(
                        Condition.of("(i.state = 'released' and i.expires > ?)", then.atOffset(ZoneOffset.UTC)));
        assertThat(search.query(cursor).values()).contains(51L, 100L).endsWith(51);
    }

    @Test
    void onlyWhatItsReaderMayReadIsLookedThrough() {
        AlertSearch search = AlertSearch.read(Map.of("tlp", "TLP:RED"), NOW, CLERK);

        Condition query = search.query(Cursor.first(100, NOW));

        assertThat(query.sql()).contains("from (select * from alert_index i where (i.tlp = any (?))) i");
        assertThat((Object[]) query.values().get(0))
                .containsExactly("TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR");
    }
}
