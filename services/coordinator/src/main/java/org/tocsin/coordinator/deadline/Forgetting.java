/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Deletes what nobody can ask about any more: alerts and answers older than anything the topics still hold. Alerts live
 * at most 30 days and topics hold 14, so what is read again is always recognised.
 */
@Component
class Forgetting {

    private static final String FORGET = """
            with old as (delete from dispatch where expires < now() - interval '15 days' returning alert, revision),
            deadlines as (delete from deadline d using old where d.alert = old.alert and d.revision = old.revision),
            notices as (delete from notice n using old where n.alert = old.alert and n.revision = old.revision)
            delete from answered where appended_at < now() - interval '45 days'
            """;

    private final DataSource database;

    Forgetting(DataSource database) {
        this.database = database;
    }

    void forget() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.executeUpdate();
        }
    }
}
