/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.embedded.testing.TestDatabase;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.Event;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;

/** What the index of a real database holds of the alerts that came before it, and of those it cannot read. */
class AlertIndexIT {

    private static final String BEFORE_THE_INDEX = "101";
    private static final String NEWEST = "latest";
    private static final Instant NOW = Instant.parse("2026-11-24T02:31:07.412Z");

    private DataSource database;
    private JdbcClient client;

    @BeforeEach
    void emptyDatabase() {
        TestDatabase empty = RealParts.newDatabase();
        database = new DriverManagerDataSource(empty.url(), empty.user(), empty.password());
        client = JdbcClient.create(database);
    }

    private void migrateTo(String version) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:org/tocsin/transport/db", "classpath:org/tocsin/gateway/db")
                .outOfOrder(true)
                .target(version)
                .load()
                .migrate();
    }

    private void hold(Alert alert) {
        hold(alert, Examples.signed(alert).bytes());
    }

    private void hold(Alert alert, byte[] bytes) {
        Event event = AlertItem.sent(alert, Examples.signed(alert), NOW).toEvent();
        client.sql("""
                with kept as (insert into message (digest, type, jws) values (:digest, 'tocsin-alert+jws', :jws))
                select * from append_events(array[:key], array['alert'], array['sent'], array[:alert], array[:revision],
                    array['uz'], array[:digest], array[:at::timestamptz], array[:data], true)
                """)
                .param("digest", event.digest().hex())
                .param("jws", bytes)
                .param("key", event.key())
                .param("alert", event.alert().toString())
                .param("revision", event.revision())
                .param("at", Timestamp.from(event.at()))
                .param("data", event.data())
                .query()
                .listOfRows();
    }

    private List<String> found(String name, String value) throws SQLException {
        return new AlertList(database)
                .page(AlertSearch.read(Map.of(name, value), NOW)).lines().stream()
                        .map(AlertList.Line::data)
                        .toList();
    }

    @Test
    void alertsFromBeforeTheIndexAreFound() throws SQLException {
        Alert alert = Examples.alert().headline("Superseded words").build();
        Alert update =
                Examples.alert().updating(alert).headline("Current words").build();
        migrateTo(BEFORE_THE_INDEX);
        hold(update);
        hold(alert);

        migrateTo(NEWEST);

        assertThat(found("text", "superseded")).isEmpty();
        assertThat(found("text", "current words"))
                .containsExactlyElementsOf(found("state", "released"))
                .hasSize(1);
        assertThat(found("observable", "INVOICE.example")).hasSize(1);
        assertThat(found("vulnerability", "CVE-2021-44228")).hasSize(1);
        assertThat(found("classification", "fraud")).hasSize(1);
    }

    @Test
    void alertThatCannotBeSearchedIsListedAllTheSame() throws SQLException {
        String words = IntStream.range(0, 160_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        migrateTo(NEWEST);

        hold(Examples.alert().build(), jws("{\"body\":{\"info\":[{\"headline\":\"" + words + "\"}]}}"));
        hold(Examples.alert().build(), jws("{\"body\":{\"info\":{}}}"));
        hold(Examples.alert().build(), jws("{}"));
        hold(Examples.alert().build(), "no signed bytes at all".getBytes(StandardCharsets.UTF_8));

        assertThat(found("direction", "sent")).hasSize(4);
        assertThat(found("text", "w1")).isEmpty();
    }

    private static byte[] jws(String payload) {
        String part = Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        return ("e30." + part + ".c2ln").getBytes(StandardCharsets.UTF_8);
    }
}
