/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets concurrent requests share a commit: one thread takes what waits in a bounded queue, at most {@value #MAX_BATCH}
 * items, and stores it with one fsync. Items are independent: when a batch fails for a reason that waiting does not cure
 * it is replayed item by item, and the bad one fails alone.
 */
public final class BatchWriter<T, R> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);
    private static final int MAX_BATCH = 512;
    private static final int STOP_MILLIS = 5_000;

    private final BlockingQueue<Waiting<T, R>> queue;
    private final Commit<T, R> commit;
    private final Thread thread;
    private volatile boolean closed;

    /** Starts the writer; {@code capacity} bounds how many items may wait. */
    public BatchWriter(String name, int capacity, Commit<T, R> commit) {
        this.queue = new LinkedBlockingQueue<>(capacity);
        this.commit = commit;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Queues an item. The future completes on the writer's thread with the result after the commit, or with the {@link
     * SQLException} of this item, or with {@link Overloaded}.
     */
    public CompletableFuture<R> submit(T item) {
        Waiting<T, R> waiting = new Waiting<>(item, new CompletableFuture<>());
        if (closed || !queue.offer(waiting)) {
            waiting.result().completeExceptionally(new Overloaded());
        }
        return waiting.result();
    }

    /** How many items wait. */
    public int waiting() {
        return queue.size();
    }

    /** Stops after the batch at hand; what still waits fails as overloaded. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(waiting -> waiting.result().completeExceptionally(new Overloaded()));
    }

    private void run() {
        List<Waiting<T, R>> batch = new ArrayList<>(MAX_BATCH);
        while (!closed) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch, MAX_BATCH - 1);
                write(batch);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                batch.clear();
            }
        }
    }

    private void write(List<Waiting<T, R>> batch) {
        try {
            storeTogether(batch);
        } catch (SQLException failure) {
            if (batch.size() == 1 || SqlFailure.isCurableByWaiting(failure)) {
                batch.forEach(waiting -> waiting.result().completeExceptionally(failure));
            } else {
                batch.forEach(waiting -> write(List.of(waiting)));
            }
        } catch (RuntimeException defect) {
            log.error("A batch of {} items could not be stored", batch.size(), defect);
            batch.forEach(waiting -> waiting.result().completeExceptionally(defect));
        }
    }

    private void storeTogether(List<Waiting<T, R>> batch) throws SQLException {
        List<T> items = batch.stream().map(Waiting::item).toList();
        List<R> results = commit.store(items);
        commit.stored(items, results);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).result().complete(results.get(i));
        }
    }

    private record Waiting<T, R>(T item, CompletableFuture<R> result) {}
}
