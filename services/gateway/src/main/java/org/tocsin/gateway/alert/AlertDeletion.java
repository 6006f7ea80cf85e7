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
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.AlertId;

/**
 * Removes what an alert said from this member's memory, in one statement: signed bytes, words, notes of answers, what can
 * be searched for. That it was there stays: identity, digest, times, audience, receipts and deadlines.
 */
@Component
class AlertDeletion {

    private static final String DELETE = "select outcome, id, data from delete_alert(?, ?, ?, ?)";

    private final DataSource database;
    private final Tail tail;
    private final Clock clock;

    AlertDeletion(DataSource database, Tail tail, Clock clock) {
        this.database = database;
        this.tail = tail;
        this.clock = clock;
    }

    /** Whose order it was, by the name of the token, and the ground given for it. */
    record Order(String by, String reason) {}

    /** Deletes it and shows that to every open stream; what is deleted already stays so. Blocking. */
    void delete(AlertId alert, Order order) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setString(1, alert.toString());
            statement.setString(2, order.by());
            statement.setString(3, order.reason());
            statement.setObject(4, clock.instant().atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
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
            default -> show(row.getLong(2), row.getString(3));
        }
    }

    private void show(long event, String data) {
        if (event > 0) {
            tail.committed(List.of(new Numbered(event, EventKind.DELETION, data)));
        }
    }
}
