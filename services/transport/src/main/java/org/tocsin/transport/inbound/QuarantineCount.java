/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** How much lies in quarantine; for health and metrics. */
public record QuarantineCount(long refused, long waiting) {

    /** Counts now. */
    public static QuarantineCount of(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select count(*) filter (where state = 'refused'), count(*) filter (where state = 'waiting')"
                                + " from quarantine");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new QuarantineCount(row.getLong(1), row.getLong(2));
        }
    }
}
