/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.sql.SQLException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.transport.DaemonThreads;

/**
 * Has the chain grow soon after each commit that left something to seal, once at the start for what a crash left, and
 * again after a failure. Nothing is looked for in between: what another replica left behind when it died is sealed with
 * the next.
 */
@Component
public class Sealer implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Sealer.class);
    private static final int COLLECT_MILLIS = 100;
    private static final int AGAIN_MILLIS = 1_000;

    private final Chain chain;
    private final AtomicBoolean isDue = new AtomicBoolean();
    private final ScheduledExecutorService thread = DaemonThreads.scheduler("audit-sealer");

    Sealer(Chain chain) {
        this.chain = chain;
    }

    @Override
    public void afterPropertiesSet() {
        wake();
    }

    @Override
    public void destroy() {
        thread.shutdown();
    }

    /** Has sealed within a moment what was committed. Never blocks. */
    public void wake() {
        wakeIn(COLLECT_MILLIS);
    }

    private void wakeIn(int millis) {
        if (!thread.isShutdown() && isDue.compareAndSet(false, true)) {
            thread.schedule(this::seal, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void seal() {
        isDue.set(false);
        try {
            chain.seal();
        } catch (SQLException | RuntimeException later) {
            log.warn("The audit is sealed later: {}", later.getClass().getSimpleName());
            wakeIn(AGAIN_MILLIS);
        }
    }
}
