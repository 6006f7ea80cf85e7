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
import org.tocsin.gateway.audit.AuditAppend;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.Sealer;
import org.tocsin.transport.store.Binding;

/** Adds an event that no message carries, in a commit of its own. Blocking. */
@Component
public class EventLog {

    private static final String APPEND = "with " + EventAppend.CTE + """
            , audited as (
                insert into audit_pending (entry)
                select a.entry from unnest(?::text[]) with ordinality as a (entry, ord) join appended p on p.ord = a.ord
            )
            select ord, id, tlp from appended order by ord
            """;

    private final DataSource database;
    private final Tail tail;
    private final Sealer sealer;

    EventLog(DataSource database, Tail tail, Sealer sealer) {
        this.database = database;
        this.tail = tail;
        this.sealer = sealer;
    }

    /** An event, and how the audit notes it. */
    public record Noted(Event event, AuditEntry entry) {}

    /** Adds the event with the audit's entry and shows it; false when it had happened before, which is no act. */
    public boolean append(Event event, AuditEntry entry) throws SQLException {
        return append(List.of(new Noted(event, entry))) == 1;
    }

    /** Adds those that are new, each with its entry, and shows them; says how many. Their keys must differ. */
    public int append(List<Noted> noted) throws SQLException {
        List<Event> events = noted.stream().map(Noted::event).toList();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(APPEND)) {
            Binding binding = EventAppend.bind(new Binding(statement), events);
            AuditAppend.bind(binding, noted.stream().map(Noted::entry).toList());
            try (ResultSet rows = statement.executeQuery()) {
                List<Numbered> numbered = EventAppend.read(rows, events);
                tail.committed(numbered);
                sealer.wake();
                return numbered.size();
            }
        }
    }
}
