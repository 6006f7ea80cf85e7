/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.tocsin.coordinator.testing.Exchange;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.testing.AlertBuilder;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.Partition;

/** Who is late, on the broker's clock. */
class DeadlineIT {

    private static final Logger log = LoggerFactory.getLogger(DeadlineIT.class);
    private static final int MANY = 3_000;
    private static final Duration THREE_SECONDS = Duration.ofSeconds(3);

    private static Exchange exchange;

    @BeforeAll
    static void run() {
        exchange = Exchange.running();
    }

    @AfterAll
    static void stop() {
        exchange.stop();
    }

    @Test
    void silentMemberIsRemindedThenOverdueThenEscalatedOnceEach() {
        Alert alert = test().within(THREE_SECONDS).build();
        AlertId id = alert.header().alert();

        Instant appendedAt = exchange.says(alert);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(exchange.latenessTold("centre", id))
                .containsExactly(NoticeKind.REMINDER, NoticeKind.OVERDUE, NoticeKind.ESCALATED));
        assertThat(exchange.latenessTold("uz", id)).containsExactly(NoticeKind.REMINDER, NoticeKind.OVERDUE);
        assertThat(exchange.latenessTold("kz", id)).containsExactly(NoticeKind.OVERDUE, NoticeKind.ESCALATED);
        assertThat(exchange.latenessTold("kg", id)).isEmpty();
        assertThat(nextDue(id)).isNull();
        logLateness(id, appendedAt);
    }

    @Test
    void whoAnsweredIsLeftInPeaceAndWhoDidNotIsNot() {
        Alert alert = test().to("kg").within(THREE_SECONDS).build();
        AlertId id = alert.header().alert();
        exchange.says(alert);

        exchange.says(Examples.answer("uz", alert).build());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(exchange.latenessTold("kz", id)).contains(NoticeKind.ESCALATED));
        assertThat(exchange.latenessTold("uz", id)).isEmpty();
        assertThat(exchange.latenessTold("kg", id)).containsExactly(NoticeKind.REMINDER, NoticeKind.OVERDUE);
    }

    @Test
    void cancelStopsTheDeadlinesBeforeItAndHasItsOwn() {
        Alert alert = test().within(THREE_SECONDS).build();
        AlertId id = alert.header().alert();
        exchange.says(alert);

        exchange.says(Examples.alert()
                .cancelling(alert)
                .within(THREE_SECONDS.multipliedBy(2))
                .build());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(exchange.latenessTold("uz", id)).contains(NoticeKind.OVERDUE));
        assertThat(exchange.asked(
                        "select string_agg(distinct revision::text, ',') from notice where alert = '" + id + "'"))
                .isEqualTo("2");
    }

    @Test
    void answerToTheFirstRevisionDoesNotAnswerAMaterialSecond() {
        Alert first = test().within(THREE_SECONDS).build();
        AlertId id = first.header().alert();
        exchange.says(first);
        exchange.says(Examples.answer("uz", first).build());
        Alert second =
                Examples.alert().updating(first).to("uz").within(THREE_SECONDS).build();

        exchange.says(second);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(exchange.latenessTold("uz", id))
                .containsExactly(NoticeKind.REMINDER, NoticeKind.OVERDUE));
        assertThat(exchange.asked(
                        "select string_agg(distinct revision::text, ',') from notice where alert = '" + id + "'"))
                .isEqualTo("2");
    }

    @Test
    void answerToARevisionThatIsYetToComeStopsNoClock() {
        Alert first = test().within(THREE_SECONDS).build();
        AlertId id = first.header().alert();
        exchange.says(first);
        exchange.says(Examples.answer("uz", first).revision(2).build());

        exchange.says(
                Examples.alert().updating(first).to("uz").within(THREE_SECONDS).build());

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(exchange.latenessTold("uz", id))
                .containsExactly(NoticeKind.REMINDER, NoticeKind.OVERDUE));
    }

    @Test
    void answerWaitingOnTheBrokerBehindManyRecordsAccusesNobodyAfterAnOutage() {
        List<byte[]> before = IntStream.range(0, MANY)
                .mapToObj(number -> Examples.receipt("uz", "kz")
                        .covering(Examples.answer("kz", test().build()).build())
                        .sign()
                        .bytes())
                .toList();
        Duration within = Duration.ofSeconds(8);
        Alert alert = test().id(inPartitionOf("uz")).within(within).build();
        AlertId id = alert.header().alert();
        Instant appendedAt = exchange.says(alert);
        await().until(() -> !exchange.dispatchedTo("kz", id).isEmpty());
        exchange.stop();

        String outbox = Topics.outbox(new Member("uz"), Lane.URGENT);
        before.forEach(bytes -> exchange.puts(outbox, "uz", bytes));
        Answer answer = Examples.answer("uz", alert).build();
        Instant answeredAt = exchange.says(answer);
        assertThat(answeredAt).as("the answer is in time").isBefore(appendedAt.plus(within));
        await().atMost(within.multipliedBy(2))
                .until(() -> Instant.now().isAfter(appendedAt.plus(within).plusSeconds(3)));
        Instant started = Instant.now();
        exchange.start();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        exchange.holdersOf(Examples.signed(answer).bytes()))
                .containsExactly("kz"));
        await().atMost(Duration.ofSeconds(30)).until(() -> nextDue(id) == null);
        log.warn(
                "{} records and the answer behind them were taken in {} ms from the start",
                MANY,
                Duration.between(started, Instant.now()).toMillis());
        assertThat(Stream.of("uz", "kz", "centre").flatMap(member -> exchange.latenessTold(member, id).stream()))
                .isEmpty();
        assertThat(exchange.asked("select level from deadline where alert = '" + id + "'"))
                .isEqualTo("0");
    }

    @Test
    void levelsMissedDuringAnOutageCollapseIntoTheHighest() {
        Alert alert = test().within(THREE_SECONDS).build();
        AlertId id = alert.header().alert();
        Instant appendedAt = exchange.says(alert);
        await().until(() -> !exchange.dispatchedTo("kz", id).isEmpty());

        exchange.stop();
        long toldBefore = Long.parseLong(exchange.asked("select count(*) from notice where alert = '" + id + "'"));
        await().atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(appendedAt.plusSeconds(9)));
        exchange.start();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(exchange.latenessTold("centre", id)).last().isEqualTo(NoticeKind.ESCALATED));
        assertThat(exchange.latenessTold("centre", id)).hasSize((int) toldBefore + 1);
        assertThat(exchange.latenessTold("uz", id)).hasSize((int) toldBefore);
    }

    @Test
    void readingEverythingAgainChangesNothing() {
        Alert alert = test().within(THREE_SECONDS).build();
        AlertId id = alert.header().alert();
        exchange.says(alert);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(exchange.latenessTold("kz", id)).contains(NoticeKind.ESCALATED));
        String rows = rows();
        String read = "select sum(next) from position";
        long before = Long.parseLong(exchange.asked(read));

        exchange.stop();
        exchange.changes("update position set next = 0");
        exchange.start();

        await().atMost(Duration.ofSeconds(90)).until(() -> Long.parseLong(exchange.asked(read)) >= before);
        await().until(() -> exchange.dispatchedTo("kz", id).size() >= 2);
        assertThat(exchange.dispatchedTo("kz", id))
                .allMatch(exchange.dispatchedTo("kz", id).get(0)::equals);
        assertThat(exchange.latenessTold("centre", id))
                .containsExactly(NoticeKind.REMINDER, NoticeKind.OVERDUE, NoticeKind.ESCALATED);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void noticeThatWasNotSentBeforeACrashIsSentAfterIt() {
        Alert alert = test().within(Duration.ofSeconds(8)).build();
        AlertId id = alert.header().alert();
        exchange.says(alert);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(exchange.latenessTold("uz", id)).containsExactly(NoticeKind.REMINDER));

        exchange.stop();
        exchange.changes("update notice set sent_at = null where alert = '" + id + "'");
        exchange.start();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(exchange.latenessTold("uz", id))
                .filteredOn(NoticeKind.REMINDER::equals)
                .hasSize(2));
        await().until(() ->
                "0".equals(exchange.asked("select count(*) from notice where sent_at is null and level = 1")));
    }

    @Test
    void twoReplicasShareTheWorkAndAccuseOnce() {
        try (ConfigurableApplicationContext another = exchange.startAnother()) {
            assertThat(another.isRunning()).isTrue();
            List<Alert> alerts = IntStream.range(0, 50)
                    .mapToObj(number -> test().to("kg").within(THREE_SECONDS).build())
                    .toList();

            alerts.forEach(exchange::says);

            for (Alert alert : alerts) {
                AlertId id = alert.header().alert();
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(exchange.latenessTold("kz", id))
                        .filteredOn(NoticeKind.ESCALATED::equals)
                        .hasSize(2));
                assertThat(exchange.holdersOf(Examples.signed(alert).bytes())).containsExactly("kg", "uz");
            }
            assertThat(exchange.asked("select count(*) from notice where sent_at is null"))
                    .isEqualTo("0");
        }
    }

    private static AlertBuilder test() {
        return Examples.alert().from("kz").to("uz").status(Status.TEST);
    }

    private static String rows() {
        return exchange.asked("select (select count(*) from dispatch) || ' ' || (select count(*) from deadline) || ' '"
                + " || (select count(*) from answered) || ' ' || (select count(*) from notice) || ' '"
                + " || (select count(*) from quarantine)");
    }

    private static String nextDue(AlertId id) {
        return exchange.asked("select max(next_due) from deadline where alert = '" + id + "'");
    }

    private static UUID inPartitionOf(String key) {
        int wanted = Partition.ofKey("any", key, Exchange.PARTITIONS).number();
        return Stream.generate(Examples::uuid)
                .filter(id ->
                        Partition.ofKey("any", "kz." + id, Exchange.PARTITIONS).number() == wanted)
                .findFirst()
                .orElseThrow();
    }

    private static void logLateness(AlertId id, Instant appendedAt) {
        log.warn(
                "reminder, overdue, escalated were found {} after the append of a 3 s deadline",
                exchange.asked("select string_agg((at - timestamptz '" + appendedAt
                        + "')::text, ' ' order by level) from notice where alert = '" + id + "'"));
    }
}
