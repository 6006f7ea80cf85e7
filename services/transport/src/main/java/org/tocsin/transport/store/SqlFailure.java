/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.store;

import java.sql.SQLException;
import java.util.Set;

/** What a failed statement means for whoever tries again. */
public final class SqlFailure {

    /** Raised by {@code tocsin_advance} when another listener moved a position meanwhile. */
    public static final String FENCED = "TS001";

    // Connection, rollback (serialisation, deadlock), resources, lock, operator intervention, system.
    private static final Set<String> CURABLE = Set.of("08", "40", "53", "55", "57", "58");

    private SqlFailure() {}

    /** Says whether the same statement may succeed later without being changed. */
    public static boolean isCurableByWaiting(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || CURABLE.contains(state.substring(0, 2));
    }

    /** Says whether the batch was refused because its positions are no longer this listener's. */
    public static boolean isFenced(SQLException failure) {
        return FENCED.equals(failure.getSQLState());
    }
}
