/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Adds entries where there is no statement of the act that could: in a commit of its own, or in that of the caller. */
@Component
public class AuditLog {

    private final DataSource database;
    private final Sealer sealer;

    AuditLog(DataSource database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    /** Adds it in a commit of its own. Blocking. */
    public void append(AuditEntry entry) throws SQLException {
        append(List.of(entry));
    }

    /** Adds them in a commit of their own. Blocking. */
    public void append(List<AuditEntry> entries) throws SQLException {
        try (Connection connection = database.getConnection()) {
            append(connection, entries);
        }
        sealer.wake();
    }

    /** Adds it to what the caller is about to commit, who then calls {@link #committed}. */
    public void append(Connection connection, AuditEntry entry) throws SQLException {
        append(connection, List.of(entry));
    }

    /** Adds it to the transaction that this thread runs, whose owner then calls {@link #committed}. Blocking. */
    public void append(JdbcClient transaction, AuditEntry entry) {
        transaction
                .sql("insert into audit_pending (entry) values (?)")
                .param(entry.json())
                .update();
    }

    /** Has sealed soon what was just committed. Never blocks. */
    public void committed() {
        sealer.wake();
    }

    private static void append(Connection connection, List<AuditEntry> entries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("with " + AuditAppend.CTE + "select 1")) {
            AuditAppend.bind(new org.tocsin.transport.store.Binding(statement), entries);
            statement.execute();
        }
    }
}
