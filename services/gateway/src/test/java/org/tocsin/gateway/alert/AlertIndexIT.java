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
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.release.Door;
import org.tocsin.protocol.release.Reader;
import org.tocsin.protocol.testing.Examples;

/** What the index of a real database holds of the alerts that came before it, and of those it cannot read. */
class AlertIndexIT {

    private static final String BEFORE_THE_INDEX = "101";
    private static final String NEWEST = "latest";
    private static final Instant NOW = Instant.parse("2026-11-24T02:31:07.412Z");
    private static final ReaderAtDoor OFFICER = new ReaderAtDoor(Door.API, Reader.person(true));

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
                .page(AlertSearch.read(Map.of(name, value), NOW, OFFICER)).lines().stream()
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
    void eventsFromBeforeTheLabelsHaveThatOfWhatTheyAreAbout() {
        Alert amber = Examples.alert().build();
        Alert red = Examples.alert().updating(amber).tlp(Label.RED).build();
        migrateTo(BEFORE_THE_INDEX);
        hold(amber);
        hold(red);
        happen("receipt", amber.header().alert().toString(), 1);
        happen("receipt", amber.header().alert().toString(), 2);
        happen("notice", amber.header().alert().toString(), 3);
        happen("notice", "uz.0198c7a1-7c3a-7e5e-8a4e-000000000000", 1);

        migrateTo(NEWEST);

        assertThat(client.sql("select coalesce(tlp, 'none') from event order by id")
                        .query(String.class)
                        .list())
                .containsExactly("TLP:AMBER", "TLP:RED", "TLP:AMBER", "TLP:RED", "TLP:RED", "none");
    }

    @Test
    void eventHasTheLabelOfItsRevisionWhoeverAppendsIt() {
        Alert amber = Examples.alert().build();
        Alert red = Examples.alert().updating(amber).tlp(Label.RED).build();
        migrateTo(NEWEST);
        hold(amber);
        hold(red);

        happen("receipt", amber.header().alert().toString(), 1);
        happen("notice", amber.header().alert().toString(), 7);
        happen("notice", "uz.0198c7a1-7c3a-7e5e-8a4e-000000000000", 1);

        assertThat(client.sql("select coalesce(tlp, 'none') from event order by id")
                        .query(String.class)
                        .list())
                .containsExactly("TLP:AMBER", "TLP:RED", "TLP:AMBER", "TLP:RED", "none");
    }

    @Test
    void eventThatComesInOneCommitWithItsAlertHasItsLabel() {
        migrateTo(NEWEST);

        client.sql("""
                select * from append_events(array['notice/1', 'alert/uz.1/1'], array['notice', 'alert'],
                    array[null, 'received'], array['uz.1', 'uz.1'], array[1, 1], array['kz', 'kz'],
                    array[null, 'd1'], array[now(), now()], array['{}', :data], false, array['TLP:RED', 'TLP:GREEN'])
                """)
                .param(
                        "data",
                        "{\"state\":\"released\",\"origin\":\"uz\",\"precedence\":\"FLASH\",\"tlp\":\"TLP:GREEN\","
                                + "\"expires\":\"2039-01-01T00:00:00Z\"}")
                .query()
                .listOfRows();

        assertThat(client.sql("select tlp from event order by id")
                        .query(String.class)
                        .list())
                .containsExactly("TLP:GREEN", "TLP:GREEN");
    }

    // As a gateway of the version before appends, which knows nothing of labels.
    private void happen(String kind, String alert, int revision) {
        client.sql("""
                select * from append_events(array[:key], array[:kind], array[null::text], array[:alert],
                    array[:revision], array['uz'], array[null::text], array[now()], array['{}'], false)
                """)
                .param("key", kind + '/' + alert + '/' + revision)
                .param("kind", kind)
                .param("alert", alert)
                .param("revision", revision)
                .query()
                .listOfRows();
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
