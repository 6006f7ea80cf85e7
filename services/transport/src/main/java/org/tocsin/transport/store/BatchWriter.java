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
        } else if (closed && queue.remove(waiting)) {
            // Queued just after close looked for the last time.
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
        List<Waiting<T, R>> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(waiting -> waiting.result().completeExceptionally(new Overloaded()));
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
        List<T> items = batch.stream().map(Waiting::item).toList();
        List<R> results;
        try {
            results = commit.store(items);
        } catch (SQLException | RuntimeException failure) {
            failed(batch, failure);
            return;
        }
        tell(items, results);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).result().complete(results.get(i));
        }
    }

    private void failed(List<Waiting<T, R>> batch, Exception failure) {
        boolean isCurable = failure instanceof SQLException sql && SqlFailure.isCurableByWaiting(sql);
        if (batch.size() > 1 && !isCurable) {
            batch.forEach(waiting -> write(List.of(waiting)));
            return;
        }
        if (failure instanceof RuntimeException) {
            log.error("An item could not be stored", failure);
        }
        batch.forEach(waiting -> waiting.result().completeExceptionally(failure));
    }

    // What is committed stays committed, so its waiters are told so whatever happens here.
    private void tell(List<T> items, List<R> results) {
        try {
            commit.stored(items, results);
        } catch (RuntimeException defect) {
            log.error("The commit of {} items could not be told", items.size(), defect);
        }
    }

    private record Waiting<T, R>(T item, CompletableFuture<R> result) {}
}
