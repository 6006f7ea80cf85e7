/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.Partition;
import org.tocsin.transport.SendFailed;
import org.tocsin.transport.testing.Voice;

class MessageSenderIT {

    private static final String PREFIX = "sender-" + RealParts.uniqueSuffix() + ".";
    private static final String HERE = PREFIX + "here";
    private static final byte[] VALUE = {1};
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static MessageSender sender;
    private static BrokerClock clock;

    @BeforeAll
    static void open() throws Exception {
        Voice.createTopic(HERE, 2);
        Voice.createTopic(Topics.CLOCK, 1);
        sender = new MessageSender(Voice.KAFKA, topic -> topic.startsWith(PREFIX) || topic.equals(Topics.CLOCK));
        clock = new BrokerClock(Voice.KAFKA, sender);
        sender.whenWarm().get(10, TimeUnit.SECONDS);
        // A topic made a moment before may be missing in the first list.
        await().atMost(PATIENCE).until(() -> sender.isReady(HERE) && sender.isReady(Topics.CLOCK));
    }

    @AfterAll
    static void close() {
        clock.close();
        sender.close();
    }

    @Test
    void missingTopicFailsAtOnceAndDelaysNobody() throws Exception {
        long begun = System.nanoTime();

        CompletableFuture<RecordMetadata> missing = sender.send(new Outgoing(PREFIX + "nowhere", "k", VALUE));
        CompletableFuture<RecordMetadata> present = sender.send(new Outgoing(HERE, "k", VALUE));

        assertThat(missing).isCompletedExceptionally();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
        assertThatThrownBy(missing::get).hasCauseInstanceOf(TopicNotReady.class);
        assertThat(present.get(5, TimeUnit.SECONDS).hasOffset()).isTrue();
    }

    @Test
    void newTopicIsReadyWithinSecondsAndAVanishedOneLeaves() {
        String fresh = PREFIX + "fresh";
        assertThat(sender.isReady(fresh)).isFalse();

        Voice.createTopic(fresh, 1);
        await().atMost(PATIENCE).until(() -> sender.isReady(fresh));

        RealParts.deleteTopic(fresh);
        await().atMost(PATIENCE).until(() -> !sender.isReady(fresh));
    }

    @Test
    void topicNobodyWantsIsNotReady() {
        assertThat(sender.isReady("__consumer_offsets")).isFalse();
        assertThat(sender.isReachable()).isTrue();
    }

    @Test
    void waitingForAllReportsTheOneThatFailed() {
        List<Outgoing> mixed = List.of(new Outgoing(HERE, "k", VALUE), new Outgoing(PREFIX + "nowhere", "k", VALUE));

        assertThatThrownBy(() -> sender.sendAndAwait(mixed, PATIENCE)).isInstanceOf(SendFailed.class);
    }

    @Test
    void eachRecordIsToldWhatBecameOfIt() throws Exception {
        List<Outgoing> mixed = List.of(
                new Outgoing(HERE, "k", VALUE),
                new Outgoing(PREFIX + "nowhere", "k", VALUE),
                new Outgoing(HERE, "k", new byte[1024 * 1024 + 1]),
                new Outgoing(HERE, "k", VALUE));

        assertThat(sender.sendEach(mixed, PATIENCE))
                .containsExactly(Delivery.ACKNOWLEDGED, Delivery.REFUSED, Delivery.REFUSED, Delivery.ACKNOWLEDGED);
    }

    @Test
    void clockReadingIsNotBeforeAndItsEndsNotBelowWhatWasAppendedBefore() throws Exception {
        RecordMetadata before =
                sender.send(new Outgoing(HERE, "clocked", VALUE)).get();
        Partition partition = new Partition(HERE, before.partition());

        BrokerClock.Reading reading = clock.read(Set.of(partition, new Partition(PREFIX + "nowhere", 0)));

        assertThat(reading.at()).isAfterOrEqualTo(Instant.ofEpochMilli(before.timestamp()));
        assertThat(reading.ends()).containsOnlyKeys(partition);
        assertThat(reading.ends().get(partition).offset()).isGreaterThan(before.offset());
        assertThat(reading.ends().get(partition).topicId())
                .isEqualTo(Voice.admin()
                        .describeTopics(List.of(HERE))
                        .allTopicNames()
                        .get()
                        .get(HERE)
                        .topicId()
                        .toString());
    }

    @Test
    void partitionThatRetentionEmptiedEndsAtNothing() throws Exception {
        Voice emptied = Voice.withPartitions(1);
        emptied.says("one", "two");
        emptied.forgetBefore(0, 2);
        Partition partition = new Partition(emptied.topic(), 0);

        assertThat(clock.read(Set.of(partition)).ends().get(partition).offset()).isZero();
        assertThat(clock.read(Set.of()).ends()).isEqualTo(Map.of());
    }

    @Test
    void topicsOfAnotherPartitionCountAreNamed() throws Exception {
        assertThat(new PartitionCount(3).violatedBy(Voice.KAFKA, HERE::equals)).containsExactly(HERE + " has 2");
        assertThat(new PartitionCount(2).violatedBy(Voice.KAFKA, HERE::equals)).isEmpty();
    }
}
