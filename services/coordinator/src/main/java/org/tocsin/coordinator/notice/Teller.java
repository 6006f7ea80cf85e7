/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.notice;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tocsin.transport.DaemonThreads;
import org.tocsin.transport.SendFailed;

/**
 * Tells what batches left to be told: collected for {@value #COLLECT_MILLIS} ms, then sent together, then forgotten. A
 * crash in between tells again, which receivers ignore. It looks every {@value #SAFETY_SECONDS} s besides, in case the
 * broker was away or another replica died over its own.
 */
@Component
public class Teller implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Teller.class);
    private static final int COLLECT_MILLIS = 100;
    private static final int SAFETY_SECONDS = 5;

    private final Tellings tellings;
    private final Notices notices;
    private final ScheduledExecutorService clock = DaemonThreads.scheduler("teller");
    private final AtomicBoolean isDue = new AtomicBoolean();

    Teller(Tellings tellings, Notices notices) {
        this.tellings = tellings;
        this.notices = notices;
    }

    /** Begins, with whatever was left untold; not before the inboxes are known. */
    public void start() {
        clock.scheduleWithFixedDelay(this::tell, 0, SAFETY_SECONDS, TimeUnit.SECONDS);
    }

    /** Says that something to tell was committed. */
    public void tellSoon() {
        if (isDue.compareAndSet(false, true) && !clock.isShutdown()) {
            clock.schedule(this::tell, COLLECT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void tell() {
        isDue.set(false);
        try {
            while (tellSome() == Tellings.MOST) {
                log.debug("More is to be told");
            }
        } catch (SQLException | SendFailed | RuntimeException later) {
            log.warn("Notices are told later: {}", later.getClass().getSimpleName());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private int tellSome() throws SQLException, SendFailed, InterruptedException {
        List<Tellings.Pending> pending = tellings.claim();
        if (!pending.isEmpty()) {
            notices.send(
                    Gathering.of(pending.stream().map(Tellings.Pending::telling).toList()));
            tellings.told(pending);
        }
        return pending.size();
    }
}
