/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Direction;

/** Pages of alerts, the one with the newest revision first; each alert stands once, as its latest revision. */
@Component
class AlertList {

    // Keyset paging on the event number: a page costs the same wherever it begins.
    private static final String PAGE = """
            select e.id, e.data from event e
            where e.kind = 'alert' and e.id < ? and (?::text is null or e.direction = ?)
              and not exists (select 1 from event later
                              where later.alert = e.alert and later.kind = 'alert' and later.revision > e.revision)
            order by e.id desc limit ?
            """;

    private final JdbcClient database;

    AlertList(JdbcClient database) {
        this.database = database;
    }

    /** Where a page begins, how long it is and which alerts it holds. */
    record Query(long before, int limit, Optional<Direction> direction) {}

    /** A line of the list: its number and its JSON. */
    record Line(long id, String data) {}

    /** The lines before the query's number, newest first. Blocking. */
    List<Line> page(Query query) {
        String direction = query.direction().map(Direction::token).orElse(null);
        return database.sql(PAGE)
                .param(query.before())
                .param(direction)
                .param(direction)
                .param(query.limit())
                .query((row, number) -> new Line(row.getLong(1), row.getString(2)))
                .list();
    }
}
