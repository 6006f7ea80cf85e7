/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tocsin.transport.testing.Store;
import org.tocsin.transport.testing.Voice;

class AssignmentIT {

    private final Store store = Store.open();
    private final Voice voice = Voice.withPartitions(1);
    private final TopicPartition partition = new TopicPartition(voice.topic(), 0);
    private final Assignment assignment = new Assignment(new Positions(store.database()), new TopicIds(Voice.admin()));
    private final KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Voice.KAFKA.consumer(voice.group()));

    @AfterEach
    void close() {
        consumer.close();
        store.close();
    }

    @Test
    void recreatedTopicIsNoticedThoughItsRecordsCarryOnWhereTheOldOnesEnded() throws Exception {
        consumer.assign(List.of(partition));
        assignment.take(consumer, List.of(partition));
        store.run("update position set next = 2");
        assignment.take(consumer, List.of(partition));
        assertThat(consumer.position(partition)).isEqualTo(2);

        voice.recreateTopic();
        voice.says("one", "two", "three");

        await().atMost(Duration.ofSeconds(15)).until(() -> {
            assignment.review(consumer);
            return consumer.position(partition) == 0;
        });
    }

    @Test
    void topicThatIsGoneKeepsNoOtherWaiting() throws Exception {
        TopicPartition gone = new TopicPartition("gone-" + voice.code(), 0);
        consumer.assign(List.of(gone, partition));

        assignment.take(consumer, List.of(gone, partition));

        assertThat(consumer.position(partition)).isZero();
        assertThat(store.texts("select topic from position")).containsExactly(voice.topic());
    }
}
