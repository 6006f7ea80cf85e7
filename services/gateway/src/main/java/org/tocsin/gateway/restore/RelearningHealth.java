/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.restore;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** While a replica over this database relearns, none of them takes a POST, so none is ready. */
@Component("relearned")
class RelearningHealth extends AbstractHealthIndicator {

    private final JdbcClient database;

    RelearningHealth(JdbcClient database) {
        this.database = database;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        boolean isUnderWay =
                database.sql(Relearning.UNDER_WAY).query(Boolean.class).single();
        health.status(isUnderWay ? Status.OUT_OF_SERVICE : Status.UP);
    }
}
