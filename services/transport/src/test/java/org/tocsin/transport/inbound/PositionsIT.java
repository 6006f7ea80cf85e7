/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.transport.Partition;
import org.tocsin.transport.store.SqlFailure;
import org.tocsin.transport.testing.Hearing;
import org.tocsin.transport.testing.Store;
import org.tocsin.transport.testing.Voice;

class PositionsIT {

    private final Store store = Store.open();
    private final Hearing hearing = new Hearing(store);
    private final Voice voice = Voice.withPartitions(1);

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void restartedListenerResumesWhereItStopped() {
        voice.says("one", "two");
        listensUntilHeard("one", "two");
        voice.says("three");

        listensUntilHeard("one", "two", "three");
    }

    @Test
    void listenerThatStoodElsewhereIsFencedAndChangesNothing() {
        voice.says("one", "two");
        listensUntilHeard("one", "two");
        Partition partition = new Partition(voice.topic(), 0);
        String topicId = store.texts("select topic_id from position").get(0);
        Quarantined refused = new Quarantined(
                voice.topic(), 0, 7, Instant.EPOCH, Refusal.MALFORMED_JWS, null, new byte[0], new byte[0]);
        Batch late = new Batch(List.of(), List.of(refused), List.of(new Position(partition, topicId, 1, 2)), List.of());

        assertThatThrownBy(() -> hearing.handle(late))
                .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(SqlFailure.isFenced(failure))
                        .isTrue());

        assertThat(store.positions()).isEqualTo(2);
        assertThat(store.quarantine()).isEmpty();
    }

    @Test
    void oneStalePositionAmongSeveralMovesNone() {
        store.run("insert into position values ('t', 'id', 0, 5), ('t', 'id', 1, 5)");
        Batch late = new Batch(
                List.of(),
                List.of(),
                List.of(
                        new Position(new Partition("t", 0), "id", 5, 6),
                        new Position(new Partition("t", 1), "id", 4, 6)),
                List.of());

        assertThatThrownBy(() -> hearing.handle(late)).isInstanceOf(SQLException.class);

        assertThat(store.positions()).isEqualTo(10);
    }

    @Test
    void offsetsCommittedToKafkaHaveNoEffect() throws Exception {
        voice.says("one", "two");
        listensUntilHeard("one", "two");
        voice.says("three");
        commit(0);
        listensUntilHeard("one", "two", "three");
        voice.says("four");
        commit(4);

        listensUntilHeard("one", "two", "three", "four");
    }

    @Test
    void recreatedTopicIsReadFromItsStart() {
        voice.says("one", "two");
        listensUntilHeard("one", "two");
        voice.recreateTopic();
        voice.says("again one", "again two", "again three");

        listensUntilHeard("one", "two", "again one", "again two", "again three");
    }

    @Test
    void topicRecreatedUnderARunningListenerIsReadFromItsStart() {
        voice.says("one");
        try (VerifiedListener listener = started()) {
            hears("one");
            voice.recreateTopic();
            voice.says("again one", "again two", "again three");

            await().atMost(Duration.ofSeconds(25))
                    .untilAsserted(() -> assertThat(store.texts("select distinct headline from heard"))
                            .contains("again one", "again two", "again three"));
        }
    }

    @Test
    void holeLeftByRetentionIsPassedAndLogged() {
        ListAppender<ILoggingEvent> log = logOfAssignment();
        voice.says("one", "two");
        listensUntilHeard("one", "two");
        voice.says("three", "four", "five");
        voice.forgetBefore(0, 4);

        listensUntilHeard("one", "two", "five");

        assertThat(store.positions()).isEqualTo(5);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains(voice.topic() + "-0 goes on at 4 instead of 2");
    }

    @Test
    void topicThatEndsBeforeThePositionIsReadAgainFromItsStart() {
        voice.says("one", "two");
        listensUntilHeard("one", "two");
        store.run("update position set next = 100");

        listensUntilHeard("one", "two", "one", "two");

        assertThat(store.positions()).isEqualTo(2);
    }

    @Test
    void positionOpenedByAnotherReplicaAtTheSameMomentIsRead() throws Exception {
        Positions positions = new Positions(store.database());
        Partition partition = new Partition("t", 0);
        try (Connection other = store.database().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("insert into position values ('t', 'id', 0, 3)");

            CompletableFuture<Map<Partition, Long>> opened =
                    CompletableFuture.supplyAsync(() -> open(positions, partition));
            await().until(() ->
                    store.number("select count(*) from pg_locks where not granted and locktype = 'transactionid'") > 0);
            other.commit();
            other.setAutoCommit(true);

            assertThat(opened.get()).containsEntry(partition, 3L);
        }
    }

    private void listensUntilHeard(String... headlines) {
        try (VerifiedListener listener = started()) {
            hears(headlines);
        }
    }

    private VerifiedListener started() {
        VerifiedListener listener = voice.listener(store, hearing);
        listener.start();
        return listener;
    }

    private void hears(String... headlines) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(store.heard()).containsExactly(headlines));
    }

    private void commit(long offset) throws Exception {
        Voice.admin()
                .alterConsumerGroupOffsets(
                        voice.group(), Map.of(new TopicPartition(voice.topic(), 0), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static Map<Partition, Long> open(Positions positions, Partition partition) {
        try {
            return positions.open(List.of(partition), Map.of("t", "id"));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static ListAppender<ILoggingEvent> logOfAssignment() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        ((Logger) LoggerFactory.getLogger(Assignment.class)).addAppender(appender);
        return appender;
    }
}
