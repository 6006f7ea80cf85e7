/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.transport.DaemonThreads;

/**
 * How much this member owes, one row per message and addressee who has not confirmed it, and when that is too much. No
 * request counts rows: they were counted a moment ago in the background, and what this replica added since is known.
 * Other replicas' additions are seen at the next count, so the bound may be passed by what they take in meanwhile.
 */
@Component
class Backlog implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    // Answers are small and let deadlines stop, so they are taken long after new alerts are not.
    private static final int ANSWERS = 10;
    private static final int CALM_TICKS = 5;
    private static final String COUNT = """
            select count(*), min(since) from (select since from owed where expires > now() limit ?) o
            """;

    private final JdbcClient database;
    private final long limit;
    private final AtomicLong committing = new AtomicLong();
    private final AtomicLong added = new AtomicLong();
    private final ScheduledExecutorService clock;
    private volatile Counted counted = new Counted(0, null);
    private int ticks;

    Backlog(JdbcClient database, @Value("${tocsin.gateway.backlog-limit:100000}") long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("tocsin.gateway.backlog-limit (TOCSIN_BACKLOG_LIMIT) is less than 1");
        }
        this.database = database;
        this.limit = limit;
        this.clock = DaemonThreads.scheduler("backlog");
    }

    /** Rows found by a count, and since when the oldest is owed. */
    private record Counted(long rows, @Nullable Instant oldest) {}

    @Override
    public void afterPropertiesSet() {
        count();
        clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
    }

    /** Refuses a new alert or revision while the limit is reached. A recall is never refused. */
    void mustTakeAlert() {
        mustBeBelow(limit);
    }

    /** Refuses an answer while ten times the limit is reached. */
    void mustTakeAnswer() {
        mustBeBelow(ANSWERS * limit);
    }

    /** Rows that wait for their commit. */
    void committing(int rows) {
        committing.addAndGet(rows);
    }

    /** Rows waited for their commit and were stored, or were not. */
    void committed(int rows, boolean stored) {
        if (stored) {
            added.addAndGet(rows);
        }
        committing.addAndGet(-rows);
    }

    /** How many rows are owed, as far as is known now. */
    long owed() {
        return counted.rows() + added.get() + committing.get();
    }

    /** How long the oldest row was owed when it was counted last; zero when nothing was. */
    Duration age(Instant now) {
        Instant oldest = counted.oldest();
        return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
    }

    private void mustBeBelow(long most) {
        if (owed() >= most) {
            throw new Refused(ProblemType.BACKLOG_FULL);
        }
    }

    // Every second when it matters, rarely while there is much room.
    private void tick() {
        ticks = (ticks + 1) % CALM_TICKS;
        if (ticks == 0 || owed() > limit / 2) {
            count();
        }
    }

    // What was added before the count is in it; what is added meanwhile may be counted twice until the next.
    private void count() {
        long before = added.get();
        try {
            counted = database.sql(COUNT)
                    .param(ANSWERS * limit)
                    .query((row, number) -> new Counted(row.getLong(1), instant(row.getTimestamp(2))))
                    .single();
            added.addAndGet(-before);
        } catch (RuntimeException later) {
            log.debug("What is owed could not be counted: {}", later.getClass().getSimpleName());
        }
    }

    private static @Nullable Instant instant(java.sql.@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
