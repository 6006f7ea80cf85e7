/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.KafkaSettings;

/** The topics of an exchange as the protocol wants them. One that exists is left as it is. */
public final class ExchangeTopics {

    private static final Duration LANES_KEEP = Duration.ofDays(14);
    private static final Duration CLOCK_KEEPS = Duration.ofHours(6);
    private static final int LARGEST_RECORD = 1024 * 1024;

    private final KafkaSettings broker;
    private final int partitions;

    /** Topics at that broker, the lanes' with so many partitions. */
    public ExchangeTopics(KafkaSettings broker, int partitions) {
        this.broker = broker;
        this.partitions = partitions;
    }

    /**
     * Creates what is missing for these members and for all.
     *
     * @throws ExecutionException when the broker cannot be asked or refuses
     */
    public void create(List<Member> members) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(broker.admin())) {
            for (KafkaFuture<Void> topic :
                    admin.createTopics(topics(members, partitions)).values().values()) {
                await(topic);
            }
        }
    }

    static List<NewTopic> topics(List<Member> members, int partitions) {
        List<NewTopic> topics = new ArrayList<>();
        members.stream()
                .flatMap(member -> Topics.of(member).stream())
                .forEach(name -> topics.add(topic(name, partitions, kept(LANES_KEEP))));
        topics.add(topic(Topics.CLOCK, 1, kept(CLOCK_KEEPS)));
        topics.add(topic(
                Topics.DIRECTORY, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        return topics;
    }

    private static Map<String, String> kept(Duration time) {
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis()));
    }

    // The replication factor is the broker's own default: a cluster's administrator knows how many brokers there are.
    private static NewTopic topic(String name, int partitions, Map<String, String> special) {
        Map<String, String> settings = new HashMap<>(special);
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_RECORD));
        return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
    }

    private static void await(KafkaFuture<Void> topic) throws ExecutionException, InterruptedException {
        try {
            topic.get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) {
                throw failure;
            }
        }
    }
}
