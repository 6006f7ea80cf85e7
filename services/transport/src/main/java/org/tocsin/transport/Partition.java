/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** A partition of a topic. */
public record Partition(String topic, int number) implements Comparable<Partition> {

    /** The partition that the default partitioner gives a key, of a topic with that many. */
    public static Partition ofKey(String topic, String key, int partitions) {
        int hash = Utils.murmur2(key.getBytes(StandardCharsets.UTF_8));
        return new Partition(topic, Utils.toPositive(hash) % partitions);
    }

    @Override
    public int compareTo(Partition other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : Integer.compare(number, other.number);
    }
}
