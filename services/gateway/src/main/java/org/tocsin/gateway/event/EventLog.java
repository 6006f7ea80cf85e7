/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.tocsin.transport.store.Binding;

/** Adds an event that no message carries, in a commit of its own. Blocking. */
@Component
public class EventLog {

    private static final String APPEND = "with " + EventAppend.CTE + "select ord, id from appended order by ord";

    private final DataSource database;
    private final Tail tail;

    EventLog(DataSource database, Tail tail) {
        this.database = database;
        this.tail = tail;
    }

    /** Adds the event and shows it; false when it had happened before. */
    public boolean append(Event event) throws SQLException {
        List<Event> events = List.of(event);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(APPEND)) {
            EventAppend.bind(new Binding(statement), events);
            try (ResultSet rows = statement.executeQuery()) {
                List<Numbered> numbered = EventAppend.read(rows, events);
                tail.committed(numbered);
                return !numbered.isEmpty();
            }
        }
    }
}
