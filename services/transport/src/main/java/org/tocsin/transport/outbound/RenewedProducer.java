/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.outbound;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer that is replaced once the broker has refused its credentials. An idempotent producer that is refused while
 * it asks for its number stays useless for good, however right the credentials are later; a service that comes before
 * its account, or through the change of a password, would have to be restarted.
 */
final class RenewedProducer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RenewedProducer.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private volatile Producer<byte[], byte[]> current;

    RenewedProducer(Map<String, Object> settings) {
        this.settings = settings;
        this.current = new KafkaProducer<>(settings);
    }

    /** As {@link Producer#send(ProducerRecord, Callback)}; a refused record is not sent again. */
    void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        Producer<byte[], byte[]> used = current;
        try {
            used.send(record, (metadata, failure) -> {
                renewIfRefused(used, failure);
                callback.onCompletion(metadata, failure);
            });
        } catch (RuntimeException failure) {
            renewIfRefused(used, failure);
            throw failure;
        }
    }

    /** Fetches a topic's metadata, so that the next send to it does not wait for them. */
    void fetchMetadata(String topic) {
        current.partitionsFor(topic);
    }

    private synchronized void renewIfRefused(Producer<byte[], byte[]> used, @Nullable Throwable failure) {
        if (used == current && isRefusal(failure)) {
            log.warn("The broker refused the credentials of this service");
            current = new KafkaProducer<>(settings);
            used.close(Duration.ZERO);
        }
    }

    private static boolean isRefusal(@Nullable Throwable failure) {
        return failure instanceof AuthenticationException
                || (failure != null && failure.getCause() instanceof AuthenticationException);
    }

    @Override
    public void close() {
        current.close(CLOSE);
    }
}
