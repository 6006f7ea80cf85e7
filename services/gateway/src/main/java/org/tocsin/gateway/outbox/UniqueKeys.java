/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Tells which unique key a posting ran into when another request was first. */
public final class UniqueKeys {

    private static final String VIOLATION = "23505";

    private UniqueKeys() {}

    /** The same revision of the alert was committed meanwhile. */
    public static boolean isEventTaken(Throwable failure) {
        return isOn(failure, "event_key");
    }

    /** The idempotency key was used meanwhile, on another replica. */
    public static boolean isIdempotencyKeyTaken(Throwable failure) {
        return isOn(failure, "idempotency_key_used_once");
    }

    private static boolean isOn(Throwable failure, String constraint) {
        if (!(failure instanceof SQLException sql) || !VIOLATION.equals(sql.getSQLState())) {
            return false;
        }
        ServerErrorMessage message = sql instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        return message != null && constraint.equals(message.getConstraint());
    }
}
