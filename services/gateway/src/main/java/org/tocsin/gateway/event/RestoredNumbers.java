/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * After a restore the counter jumps past every number that may have been given out since the backup: a reader that knows
 * a later number than the backup does would otherwise miss what is numbered anew.
 */
@Component("restoredNumbers")
class RestoredNumbers implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(RestoredNumbers.class);
    private static final long JUMP = 1_000_000;

    private final JdbcClient database;
    private final Restored restored;

    RestoredNumbers(JdbcClient database, Restored restored) {
        this.database = database;
        this.restored = restored;
    }

    @Override
    public void afterPropertiesSet() {
        if (restored.isSo()) {
            database.sql("update event_counter set last = last + ?").param(JUMP).update();
            log.warn("This database came from a backup: event numbers jump by {}", JUMP);
        }
    }
}
