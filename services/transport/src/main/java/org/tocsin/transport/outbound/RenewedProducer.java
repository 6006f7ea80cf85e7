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
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer that is replaced when it turns out to be of no use. An idempotent producer whose credentials are refused
 * while it asks for its number never asks again, however right they are later: all it is given expires. A service that
 * comes before its account, or through the change of a password, would have to be restarted.
 */
final class RenewedProducer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RenewedProducer.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private volatile Producer<byte[], byte[]> current;
    // Whether the current one has ever delivered anything.
    private volatile boolean proven;
    private boolean closed;

    RenewedProducer(Map<String, Object> settings) {
        this.settings = settings;
        this.current = new KafkaProducer<>(settings);
    }

    /** As {@link Producer#send(ProducerRecord, Callback)}; a refused record is not sent again. */
    void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        Producer<byte[], byte[]> used = current;
        try {
            used.send(record, (metadata, failure) -> {
                learn(used, failure);
                callback.onCompletion(metadata, failure);
            });
        } catch (RuntimeException failure) {
            learn(used, failure);
            throw failure;
        }
    }

    /** Fetches a topic's metadata, so that the next send to it does not wait for them. */
    void fetchMetadata(String topic) {
        current.partitionsFor(topic);
    }

    private void learn(Producer<byte[], byte[]> used, @Nullable Throwable failure) {
        if (failure == null) {
            proven = true;
        } else if (isRefusal(failure) || (!proven && failure instanceof TimeoutException)) {
            renew(used);
        }
    }

    private synchronized void renew(Producer<byte[], byte[]> used) {
        if (used == current && !closed) {
            log.info("Nothing could be sent yet; trying anew");
            current = new KafkaProducer<>(settings);
            proven = false;
            used.close(Duration.ZERO);
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof AuthenticationException || failure.getCause() instanceof AuthenticationException;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        current.close(CLOSE);
    }
}
