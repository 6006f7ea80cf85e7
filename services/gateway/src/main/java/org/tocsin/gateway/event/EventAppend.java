/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tocsin.transport.store.Binding;

/**
 * How a commit adds events: a common table expression {@code appended (ord, id, tlp)} that numbers and labels those that
 * are new. The final select of the statement must read it (an unread expression is not evaluated).
 */
public final class EventAppend {

    /** Known keys are passed over in silence. */
    public static final String CTE = cte(false);
    /** A known key fails the whole statement (SQLSTATE 23505). */
    public static final String STRICT_CTE = cte(true);

    private EventAppend() {}

    private static String cte(boolean strict) {
        return """
                appended as materialized (
                    select * from append_events(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[],
                                                ?::text[], ?::timestamptz[], ?::text[], %s, ?::text[])
                )
                """.formatted(strict);
    }

    /** Binds the events of a commit; their keys must differ. */
    public static Binding bind(Binding binding, List<Event> events) throws SQLException {
        return binding.texts(events, Event::key)
                .texts(events, event -> event.kind().token())
                .texts(
                        events,
                        event -> event.direction() == null
                                ? null
                                : event.direction().token())
                .texts(events, Event::alert)
                .ints(events, Event::revision)
                .texts(
                        events,
                        event -> String.join(
                                ",",
                                event.members().stream().map(Object::toString).toList()))
                .texts(events, Event::digest)
                .texts(events, Event::at)
                .texts(events, Event::data)
                .texts(events, event -> event.tlp() == null ? null : event.tlp().token());
    }

    /** Reads {@code ord, id, tlp} rows into numbered events, in order of their numbers. */
    public static List<Numbered> read(ResultSet rows, List<Event> events) throws SQLException {
        List<Numbered> numbered = new ArrayList<>();
        while (rows.next()) {
            int ord = rows.getInt(1);
            if (!rows.wasNull()) {
                Event event = events.get(ord - 1);
                numbered.add(
                        new Numbered(rows.getLong(2), event.kind(), Events.label(rows.getString(3)), event.data()));
            }
        }
        return numbered;
    }

    /** The events without those whose key came earlier in the same commit. */
    public static List<Event> distinct(Collection<Event> events) {
        Map<String, Event> byKey = new LinkedHashMap<>();
        events.forEach(event -> byKey.putIfAbsent(event.key(), event));
        return List.copyOf(byKey.values());
    }
}
