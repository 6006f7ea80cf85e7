/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tocsin.transport.SendFailed;

/**
 * Wakes when something falls due, and tells who is late. One thread; while nothing is due it sleeps until something is,
 * and looks at the table every {@value #SAFETY_SECONDS} s in case another replica died over its deadlines. Its own clock
 * only decides when to look: who is late is decided on the broker's.
 */
@Component
public class DeadlineWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeadlineWatch.class);
    private static final int STOP_MILLIS = 5_000;
    private static final int SAFETY_SECONDS = 10;
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration SAFETY = Duration.ofSeconds(SAFETY_SECONDS);
    private static final Instant FAR_FUTURE = Instant.parse("9999-12-31T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final Deadlines deadlines;
    private final Look look;
    private final Told told;
    private final Forgetting forgetting;
    private final Clock clock;
    private final Thread thread;
    private Duration brokerIsAhead = Duration.ZERO;
    private Instant forgetAt = Instant.MIN;
    private Instant resendFoundUntil = FAR_FUTURE;
    private volatile Instant nextLook = Instant.MAX;
    private volatile boolean closed;

    DeadlineWatch(Deadlines deadlines, Look look, Told told, Forgetting forgetting, Clock clock) {
        this.deadlines = deadlines;
        this.look = look;
        this.told = told;
        this.forgetting = forgetting;
        this.clock = clock;
        this.thread = new Thread(this::run, "deadline-watch");
        thread.setDaemon(true);
    }

    /** Starts watching; not before the directory and the inboxes are known. */
    public void start() {
        thread.start();
    }

    /** Tells of a moment, on the broker's clock, at which a deadline just committed will fall due. Cheap. */
    public void expect(Instant due) {
        if (due.plus(Judge.MARGIN).isBefore(nextLook)) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                LockSupport.parkNanos(this, lookAround().toNanos());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Duration lookAround() throws InterruptedException {
        try {
            resendUnsent();
            Instant now = brokerTime();
            forgetDaily(now);
            nextLook = Instant.MAX;
            boolean waits = look.at(now.minus(Judge.MARGIN));
            brokerIsAhead = look.brokerIsAhead().orElse(brokerIsAhead);
            return waits ? TICK : untilNext();
        } catch (SQLException | SendFailed | RuntimeException later) {
            log.warn("Deadlines are looked at again: {}", later.getClass().getSimpleName());
            return SAFETY.dividedBy(5);
        }
    }

    // The first time everything unsent, since whoever found it is gone; then only what is not being sent right now.
    private void resendUnsent() throws SQLException, SendFailed, InterruptedException {
        told.tell(told.latenesses().unsent(resendFoundUntil));
        resendFoundUntil = brokerTime().minus(SAFETY);
    }

    private void forgetDaily(Instant now) throws SQLException {
        if (now.isAfter(forgetAt)) {
            forgetting.forget();
            forgetAt = now.plus(DAY);
        }
    }

    private Duration untilNext() throws SQLException {
        Instant now = brokerTime();
        Instant latest = now.plus(SAFETY);
        Instant next = deadlines.next().map(due -> due.plus(Judge.MARGIN)).orElse(latest);
        Instant wake = next.isBefore(latest) ? next : latest;
        nextLook = wake;
        Duration pause = Duration.between(now, wake);
        return pause.compareTo(TICK) < 0 ? TICK : pause;
    }

    private Instant brokerTime() {
        return clock.instant().plus(brokerIsAhead);
    }
}
