/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.outbound;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.SendFailed;

/** The one partition count of all lanes' topics, fixed for the life of a cluster: keys map to partitions by it. */
public record PartitionCount(int expected) {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** The topics, among those wanted, that have another count. */
    public List<String> violatedBy(KafkaSettings settings, Predicate<String> wanted)
            throws SendFailed, InterruptedException {
        Admin admin = Admin.create(settings.admin());
        try {
            List<String> topics =
                    admin.listTopics().names().get().stream().filter(wanted).toList();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .filter(topic -> topic.partitions().size() != expected)
                    .map(topic -> topic.name() + " has " + topic.partitions().size())
                    .toList();
        } catch (ExecutionException failure) {
            throw new SendFailed(failure);
        } finally {
            admin.close(CLOSE);
        }
    }
}
