/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;

class ExchangeTopicsTest {

    private final List<NewTopic> topics = ExchangeTopics.topics(List.of(new Member("kz"), Member.CENTRE), 2);

    @Test
    void everyMemberHasItsFourTopicsBesideTheCommonTwo() {
        assertThat(topics)
                .extracting(NewTopic::name)
                .hasSize(10)
                .containsAll(Topics.of(new Member("kz")))
                .contains(Topics.DIRECTORY, Topics.CLOCK);
    }

    @Test
    void everyTopicTakesItsTimesFromTheBroker() {
        assertThat(topics).allSatisfy(topic -> assertThat(topic.configs())
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("max.message.bytes", "1048576"));
    }

    @Test
    void lanesAreKeptTwoWeeksAndTheDirectoryForEver() {
        assertThat(named("tocsin.outbox.kz.urgent").configs()).containsEntry("retention.ms", "1209600000");
        assertThat(named("tocsin.outbox.kz.urgent").numPartitions()).isEqualTo(2);
        assertThat(named(Topics.DIRECTORY).configs()).containsEntry("cleanup.policy", "compact");
        assertThat(named(Topics.DIRECTORY).numPartitions()).isEqualTo(1);
        assertThat(named(Topics.CLOCK).numPartitions()).isEqualTo(1);
    }

    private NewTopic named(String name) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
