/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.util.List;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Tails for tests of what stands on them. */
public final class Tails {

    private Tails() {}

    /** A tail that nothing preceded, over a table that nobody asks. */
    public static Tail empty() {
        return new Tail(table());
    }

    /** A table that nobody asks. */
    public static Events table() {
        return new Events(JdbcClient.create(new DriverManagerDataSource()));
    }

    /** Events of those numbers. */
    public static List<Numbered> events(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> new Numbered(id, EventKind.ALERT, null, "{}"))
                .toList();
    }
}
