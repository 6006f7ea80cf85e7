/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.store;

import java.sql.SQLException;
import java.util.List;

/** What a {@link BatchWriter} does with the items that arrived together. Called by its one thread only. */
public interface Commit<T, R> {

    /** Stores all items in one autocommit statement, or none; returns one result per item, in order. */
    List<R> store(List<T> items) throws SQLException;

    /** Called once after the commit and before the waiters are told. Must not block and must not throw. */
    void stored(List<T> items, List<R> results);
}
