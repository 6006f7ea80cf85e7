/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.AuditLog;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Label;

/**
 * Removes what an alert said from this member's memory, in one statement: signed bytes, words, notes of answers, what can
 * be searched for. That it was there stays: identity, digest, times, audience, receipts and deadlines.
 */
@Component
class AlertDeletion {

    private static final String DELETE = """
            with deleted as materialized (
                select outcome, id, data, tlp from delete_alert(?, ?, ?, ?, ?)
            ), audited as (
                insert into audit_pending (entry) select ? from deleted where id is not null
            )
            select outcome, id, data, tlp from deleted
            """;

    private final DataSource database;
    private final Tail tail;
    private final Clock clock;
    private final AuditLog audit;

    AlertDeletion(DataSource database, Tail tail, Clock clock, AuditLog audit) {
        this.database = database;
        this.tail = tail;
        this.clock = clock;
        this.audit = audit;
    }

    /** Whose order it was, as which reader, and the ground given for it. */
    record Order(Actor by, ReaderAtDoor reader, String reason) {}

    /** Deletes it and shows that to every open stream; what is deleted already stays so. Blocking. */
    void delete(AlertId alert, Order order) throws SQLException {
        Instant now = clock.instant();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setString(1, alert.toString());
            statement.setString(2, order.by().name());
            statement.setString(3, order.reason());
            statement.setObject(4, now.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setArray(
                    5, connection.createArrayOf("text", order.reader().labels().toArray()));
            statement.setString(
                    6,
                    AuditEntry.done(Act.ALERT_DELETED, order.by(), now)
                            .about(alert, null, null)
                            .toString());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                tell(rows);
            }
        }
    }

    private void tell(ResultSet row) throws SQLException {
        switch (row.getString(1)) {
            case "unknown" -> throw new Refused(ProblemType.NOT_FOUND);
            case "owed" ->
                throw new Refused(
                        ProblemType.INVALID_TRANSITION,
                        "A recipient has not confirmed it yet; it is still being sent.");
            default -> show(row);
        }
    }

    private void show(ResultSet row) throws SQLException {
        long event = row.getLong(2);
        if (event > 0) {
            audit.committed();
            Label label = Label.of(row.getString(4));
            tail.committed(List.of(new Numbered(event, EventKind.DELETION, label, row.getString(3))));
        }
    }
}
