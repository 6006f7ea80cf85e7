/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.SendFailed;

/**
 * Listens to the topics of one lane: verifies each poll as a batch, hands it over, and stands where PostgreSQL says.
 * Kafka's own offsets are committed once a second and serve lag metrics only. One thread per listener; batches of one
 * partition arrive in order.
 */
public final class VerifiedListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(VerifiedListener.class);
    private static final int COMMIT_MILLIS = 1_000;
    private static final int POLL_MILLIS = 1_000;
    private static final Duration ACCESS_PAUSE = Duration.ofSeconds(5);

    private final Admin admin;
    private final BatchLoop loop;
    private final KafkaMessageListenerContainer<byte[], byte[]> container;

    /** What a listener listens to and as whom; the group shares the partitions among replicas. */
    public record Subscription(String group, Pattern topics) {}

    /** A listener that is not started yet. */
    public VerifiedListener(
            KafkaSettings settings,
            Subscription subscription,
            Positions positions,
            Supplier<Directory> directory,
            BatchHandler handler) {
        this.admin = Admin.create(settings.admin());
        Assignment assignment = new Assignment(positions, new TopicIds(admin));
        this.loop = new BatchLoop(assignment, new RecordReader(directory), handler);
        ContainerProperties properties = new ContainerProperties(subscription.topics());
        properties.setAckMode(ContainerProperties.AckMode.TIME);
        properties.setAckTime(COMMIT_MILLIS);
        properties.setSyncCommits(false);
        properties.setCommitCallback(VerifiedListener::committed);
        properties.setMessageListener(loop);
        properties.setConsumerRebalanceListener(new Rebalance(assignment));
        properties.setMissingTopicsFatal(false);
        properties.setPollTimeout(POLL_MILLIS);
        properties.setIdleEventInterval((long) POLL_MILLIS);
        properties.setIdleBeforeDataMultiplier(1);
        // Without it the first refusal, such as of a right not granted yet, stops the container for good.
        properties.setAuthExceptionRetryInterval(ACCESS_PAUSE);
        this.container = new KafkaMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(settings.consumer(subscription.group())), properties);
        container.setBeanName(subscription.group());
        container.setApplicationEventPublisher(this::happened);
    }

    // On the consumer's thread. Without records nobody else would notice a topic that was recreated.
    private void happened(Object event) {
        if (event instanceof ListenerContainerIdleEvent idle) {
            loop.onIdle(idle.getConsumer());
        }
    }

    // Of no consequence: positions live in PostgreSQL, and a rebalance makes one fail now and then.
    private static void committed(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
        if (failure != null) {
            log.debug("Lag of {} partitions is told later: {}", offsets.size(), failure.toString());
        }
    }

    /** Starts listening. */
    public void start() {
        container.start();
    }

    /** Says whether the listener runs and its last batch went through. */
    public boolean isHealthy() {
        return container.isRunning() && !loop.isFailing();
    }

    /** How many records of this process's partitions the broker has that were not taken in, as far as it knows. */
    public long lag() {
        return loop.lag();
    }

    @Override
    public void close() {
        container.stop();
        admin.close();
    }

    private record Rebalance(Assignment assignment) implements ConsumerAwareRebalanceListener {

        @Override
        public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            try {
                assignment.take(consumer, partitions);
            } catch (SQLException | SendFailed | InterruptedException | RuntimeException later) {
                // From the start, where there is a record if there is any: its batch finds them unsought and takes
                // them.
                consumer.seekToBeginning(partitions);
                log.warn("Positions of {} partitions could not be read yet", partitions.size());
            }
        }

        @Override
        public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            assignment.drop(new ArrayList<>(partitions));
        }

        @Override
        public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            assignment.drop(List.copyOf(partitions));
        }
    }
}
