/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.tocsin.transport.SendFailed;

/** The ids of topics: a recreated topic has the old name and another id. Used by the consumer's thread only. */
final class TopicIds {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final Admin admin;
    private @Nullable KafkaFuture<Map<String, TopicListing>> look;
    private long lookedAt = System.nanoTime();

    TopicIds(Admin admin) {
        this.admin = admin;
    }

    /** The ids of these topics; those that do not exist are absent. */
    Map<String, String> of(Collection<String> topics) throws SendFailed, InterruptedException {
        Map<String, String> ids = new HashMap<>();
        for (var topic : admin.describeTopics(topics).topicNameValues().entrySet()) {
            id(topic.getValue()).ifPresent(id -> ids.put(topic.getKey(), id));
        }
        return ids;
    }

    private static Optional<String> id(KafkaFuture<TopicDescription> described)
            throws SendFailed, InterruptedException {
        try {
            return Optional.of(described.get().topicId().toString());
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new SendFailed(failure);
        }
    }

    /** The ids of all topics, every few seconds when the broker's answer has come; mostly empty, and never waits. */
    Optional<Map<String, String>> seenMeanwhile() {
        if (look == null) {
            boolean isDue = System.nanoTime() - lookedAt >= BETWEEN_LOOKS.toNanos();
            look = isDue ? admin.listTopics().namesToListings() : null;
            return Optional.empty();
        }
        if (!look.isDone()) {
            return Optional.empty();
        }
        Optional<Map<String, String>> ids = look.isCompletedExceptionally() ? Optional.empty() : answer(look);
        look = null;
        lookedAt = System.nanoTime();
        return ids;
    }

    private static Optional<Map<String, String>> answer(KafkaFuture<Map<String, TopicListing>> done) {
        Map<String, String> ids = new HashMap<>();
        done.whenComplete((seen, failure) -> {
            if (seen != null) {
                seen.forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
            }
        });
        return Optional.of(ids);
    }
}
