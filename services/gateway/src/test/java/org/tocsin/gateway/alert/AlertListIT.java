/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.embedded.testing.TestDatabase;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.release.Door;
import org.tocsin.protocol.release.Reader;

/**
 * The list over many alerts in a real database. What is rare lies at the far end, where walking the list would come to
 * it last. Times are logged as multiples of the first page's and decide nothing.
 */
class AlertListIT {

    private static final Logger log = LoggerFactory.getLogger(AlertListIT.class);
    private static final int ALERTS = 200_000;
    // Whatever came after it is RED, and so are the hundred at the far end.
    private static final int VISIBLE = 150_000;
    private static final String FIRST = "2026-01-01T00:00:00Z";
    private static final Instant NOW = Instant.parse("2026-11-24T02:31:07.412Z");

    private static final List<Reader> READERS = List.of(
            Reader.person(true),
            Reader.machine(),
            new Reader(Reader.Being.PERSON, Reader.Standing.CONSTITUENT, false, null),
            new Reader(Reader.Being.MACHINE, Reader.Standing.CERT, false, Label.GREEN));

    // One alert a minute. The first hundred are the rare ones.
    private static final String LOAD = """
            create temp table sample as
            select g as id, 'uz.' || g as alert, case when g <= 100 then 'sent' else 'received' end as direction,
                   case when g <= 100 then 'cancelled' else 'released' end as state,
                   case when g <= 100 then 'kz' else 'uz' end as origin,
                   case when g <= 100 then 'FLASH' else 'ROUTINE' end as precedence,
                   case when g <= 100 or g > %2$d then 'TLP:RED'
                        else (array['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT'])[g %% 4 + 1] end as tlp,
                   case when g <= 100 then 'fraud' else 'malicious-code' end as class,
                   case when g <= 100 then 'fraud/phishing' else 'malicious-code/c2-server' end as classification,
                   timestamptz '%1$s' + g * interval '1 minute' as at,
                   to_tsvector('simple', 'edge gateways are being exploited at host' || g
                       || ' q' || g %% 7 || ' r' || g %% 101 || ' s' || g %% 1009 || ' t' || g %% 5003
                       || case when g <= 100 then ' заводы' else ' banks' end) as words,
                   array[search_observable('host' || g %% 50000), search_vulnerability('CVE-2026-' || g %% 5000)] as terms
            from generate_series(1, %3$d) g;
            alter table event disable trigger event_alert_index;
            insert into event (id, key, kind, direction, alert, revision, members, digest, at, data, tlp)
            select id, 'alert/' || alert || '/1', 'alert', direction, alert, 1, 'kz', md5(alert), at, '{"id":"' || id || '"}', tlp
            from sample;
            alter table event enable trigger event_alert_index;
            insert into alert_index
            select alert, 1, id, 9223372036854775807, direction, state, origin, precedence, tlp, class, classification,
                   at, at + interval '12 hours', words, terms
            from sample;
            drop table sample;
            update event_counter set last = %3$d;
            analyze;
            """.formatted(FIRST, VISIBLE, ALERTS);

    private static final String REVISE = """
            select * from append_events(array['alert/uz.%1$d/%2$d'], array['alert'], array['received'], array['uz.%1$d'],
                array[%2$d], array['kz'], array['d%1$d-%2$d'], array[now()], array['{"id":"%1$d","state":"released",
                "origin":"uz","precedence":"FLASH","tlp":"TLP:RED","expires":"2039-01-01T00:00:00Z"}'], true)
            """;

    private static DataSource database;
    private static DataSource pool;
    private static AlertList list;

    @BeforeAll
    static void load() throws SQLException {
        TestDatabase empty = RealParts.newDatabase();
        database = new DriverManagerDataSource(empty.url(), empty.user(), empty.password());
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:org/tocsin/transport/db", "classpath:org/tocsin/gateway/db")
                .outOfOrder(true)
                .load()
                .migrate();
        execute(LOAD);
        execute("vacuum alert_index");
        pool = pool(database.getConnection());
        list = new AlertList(pool);
    }

    // As in a gateway: one plan would serve all values, unless the list asks for its own.
    private static DataSource pool(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = force_generic_plan");
        }
        return new SingleConnectionDataSource(connection, true);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Stream<Arguments> searches() {
        return Stream.of(
                arguments(Map.of(), 50),
                arguments(Map.of("limit", "200"), 200),
                arguments(Map.of("direction", "received"), 50),
                arguments(Map.of("direction", "sent"), 50),
                arguments(Map.of("state", "active"), 0),
                arguments(Map.of("state", "expired"), 50),
                arguments(Map.of("state", "cancelled"), 50),
                arguments(Map.of("state", "deleted"), 0),
                arguments(Map.of("precedence", "FLASH"), 50),
                arguments(Map.of("precedence", "FLASH,IMMEDIATE"), 50),
                arguments(Map.of("tlp", "TLP:RED"), 50),
                arguments(Map.of("origin", "kz"), 50),
                arguments(Map.of("origin", "uz"), 50),
                arguments(Map.of("classification", "fraud"), 50),
                arguments(Map.of("classification", "fraud/phishing"), 50),
                arguments(Map.of("classification", "availability"), 0),
                arguments(Map.of("text", "host17"), 1),
                arguments(Map.of("text", "gateways exploited"), 50),
                arguments(Map.of("text", "ЗАВОДЫ gateways"), 50),
                arguments(Map.of("text", "absent"), 0),
                arguments(Map.of("text", "s17 t17"), 1),
                arguments(Map.of("observable", "HOST7"), 4),
                arguments(Map.of("vulnerability", "cve-2026-7"), 40),
                arguments(Map.of("vulnerability", "cve-2026-7,CVE-2026-8", "origin", "uz"), 50),
                arguments(Map.of("since", "2026-01-01T00:00:00Z", "until", "2026-01-01T00:11:00Z"), 10),
                arguments(Map.of("until", "2026-01-02T00:00:00Z", "state", "cancelled"), 50),
                arguments(Map.of("origin", "uz", "tlp", "TLP:RED"), 50));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("searches")
    void searchFindsItsAlertsByAnIndex(Map<String, String> parameters, int expected) throws SQLException {
        AlertSearch search = search(parameters);

        AlertList.Page page = list.page(search);

        assertThat(page.lines()).hasSize(expected);
        assertUsesIndexes(search.query(Cursor.first(ALERTS, NOW)));
        report(parameters.toString(), search);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("searches")
    void searchAsksOnlyThePartsOfTheIndexThatItsReaderMayRead(Map<String, String> parameters, int expected)
            throws SQLException {
        for (Reader reader : READERS) {
            AlertSearch search = search(parameters, reader);

            String plan = plan(search.query(Cursor.first(ALERTS, NOW)));

            assertThat(plan).doesNotContain("Seq Scan");
            for (Label label : Label.values()) {
                if (!search.reader().labels().contains(label.token())) {
                    assertThat(plan).as("%s", reader).doesNotContain("alert_index_" + part(label) + "_");
                }
            }
        }
    }

    @Test
    void pageCostsTheSameHoweverMuchIsHiddenBeforeIt() throws SQLException {
        for (Reader reader : READERS) {
            AlertSearch search = search(Map.of(), reader);
            boolean isCleared = reader.red();

            AlertList.Page page = list.page(search);

            assertThat(page.lines().get(0).id()).isGreaterThan(isCleared ? ALERTS - 1 : VISIBLE - 5);
            assertThat(pagesTouched(search)).as("%s", reader).isLessThan(400);
            report(reader.toString(), search);
        }
    }

    @Test
    void walkOfAReaderIsTheWalkOfWhatItMayRead() throws SQLException {
        Map<String, String> filters = Map.of("until", "2026-01-01T08:00:00Z", "limit", "200");
        for (Reader reader : READERS) {
            List<Long> seen = walk(filters, reader);

            assertThat(seen)
                    .as("%s", reader)
                    .isEqualTo(hundreds(search(filters, reader).reader().labels()));
        }
    }

    private static List<Long> walk(Map<String, String> filters, Reader reader) throws SQLException {
        AlertList.Page page = list.page(search(filters, reader));
        List<Long> seen = new ArrayList<>(ids(page));
        while (page.next() != null) {
            page = list.page(search(with(filters, "cursor", page.next().text()), reader));
            seen.addAll(ids(page));
        }
        return seen;
    }

    // The first 479 alerts, newest first, of those labels.
    private static List<Long> hundreds(List<String> labels) {
        List<String> order = List.of("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT");
        return descending(479, 1).stream()
                .filter(id -> labels.contains(id <= 100 ? "TLP:RED" : order.get((int) (id % 4))))
                .toList();
    }

    private static String part(Label label) {
        return label.token()
                .substring("TLP:".length())
                .toLowerCase(java.util.Locale.ROOT)
                .replace('+', '_');
    }

    @Test
    void lastPageIsFoundAsTheFirst() throws SQLException {
        Cursor end = new Cursor(31, ALERTS, NOW);
        AlertSearch search = search(Map.of("cursor", end.text()));

        AlertList.Page page = list.page(search);

        assertThat(page.lines()).extracting(AlertList.Line::id).isEqualTo(descending(30, 1));
        assertThat(page.next()).isNull();
        assertUsesIndexes(search.query(end));
        report("the last page", search);
    }

    @Test
    void walkShowsEveryAlertOnceWhateverComesOrIsRevisedMeanwhile() throws SQLException {
        List<Long> seen = new ArrayList<>();
        Map<String, String> filters = Map.of("state", "cancelled", "limit", "30");
        AlertList.Page page = list.page(search(filters));
        seen.addAll(ids(page));

        // An alert still to come and one shown already are revised; one more alert comes.
        execute(REVISE.formatted(77, 2));
        execute(REVISE.formatted(99, 2));
        execute(REVISE.formatted(ALERTS + 1, 1));
        while (page.next() != null) {
            page = list.page(search(with(filters, "cursor", page.next().text())));
            seen.addAll(ids(page));
        }

        assertThat(seen).isEqualTo(descending(100, 1));
        assertThat(ids(list.page(search(Map.of("state", "cancelled", "limit", "200")))))
                .hasSize(98)
                .doesNotContain(77L, 99L);
        assertThat(ids(list.page(search(Map.of("precedence", "FLASH", "limit", "3")))))
                .containsExactly(ALERTS + 3L, ALERTS + 2L, ALERTS + 1L);
    }

    private static List<Long> ids(AlertList.Page page) {
        return page.lines().stream().map(AlertList.Line::id).toList();
    }

    private static List<Long> descending(long from, long to) {
        return LongStream.rangeClosed(to, from).mapToObj(id -> from + to - id).toList();
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(parameters);
        more.put(name, value);
        return more;
    }

    private static AlertSearch search(Map<String, String> parameters) {
        return search(parameters, Reader.person(true));
    }

    private static AlertSearch search(Map<String, String> parameters, Reader reader) {
        return AlertSearch.read(parameters, NOW, new ReaderAtDoor(Door.API, reader));
    }

    private static void assertUsesIndexes(Condition query) throws SQLException {
        assertThat(plan(query)).doesNotContain("Seq Scan").contains("Index");
    }

    private static String plan(Condition query) throws SQLException {
        return explained("explain ", query);
    }

    // Pages of the database that a page of the list reads, the first line of the plan has the sum.
    private static long pagesTouched(AlertSearch search) throws SQLException {
        String plan = explained("explain (analyze, buffers, timing off) ", search.query(Cursor.first(ALERTS, NOW)));
        return java.util.regex.Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?")
                .matcher(plan)
                .results()
                .limit(1)
                .mapToLong(
                        sum -> Long.parseLong(sum.group(1)) + (sum.group(2) == null ? 0 : Long.parseLong(sum.group(2))))
                .sum();
    }

    private static String explained(String explain, Condition query) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement settings = connection.prepareStatement(AlertList.SETTINGS);
                PreparedStatement statement = connection.prepareStatement(explain + query.sql())) {
            settings.execute();
            AlertList.bind(statement, query.values());
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }

    private static void report(String name, AlertSearch search) throws SQLException {
        long first = nanos(search(Map.of()));
        log.info("{}: {} times the first page", name, "%.1f".formatted((double) nanos(search) / first));
    }

    private static long nanos(AlertSearch search) throws SQLException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            list.page(search);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }
}
