/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach the brokers, and the client settings that were measured to matter. {@code security} holds further client
 * properties such as SASL credentials; {@code name} appears in client ids.
 */
public record KafkaSettings(String name, String bootstrapServers, Map<String, String> security) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int FETCH_BYTES = 128 * 1024;

    /** Settings without credentials. */
    public KafkaSettings(String name, String bootstrapServers) {
        this(name, bootstrapServers, Map.of());
    }

    /** Says whether the brokers are shown who asks. */
    public boolean isAuthenticated() {
        return security.containsKey("sasl.jaas.config");
    }

    /**
     * Settings of an administrative client. It looks at the brokers anew every few seconds, since one whose credentials
     * were refused does not try them again before that.
     */
    public Map<String, Object> admin() {
        Map<String, Object> settings = common("admin");
        settings.put(AdminClientConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return settings;
    }

    /**
     * Settings of the producer: every in-sync replica acknowledges, nothing lingers, and a send to a dead topic ends
     * within seconds. A topic's metadata stay warm for a day, or every FLASH of a quiet exchange would fetch them again.
     */
    public Map<String, Object> producer() {
        Map<String, Object> settings = common("producer");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, (int) DAY.toMillis());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1024 * 1024);
        return settings;
    }

    /**
     * Settings of a consumer of the group. A dead member of the group is noticed within 6 s, not 45; a bounded fetch per
     * partition keeps one member's backlog from delaying another's next record.
     */
    public Map<String, Object> consumer(String group) {
        Map<String, Object> settings = common(group);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 2_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return settings;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "KafkaSettings[name=" + name + ", bootstrapServers=" + bootstrapServers + ']';
    }

    private Map<String, Object> common(String purpose) {
        Map<String, Object> settings = new HashMap<>(security);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, name + "-" + purpose);
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        return settings;
    }
}
