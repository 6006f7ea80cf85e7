/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.sql.SQLException;
import java.util.List;
import org.tocsin.transport.store.Binding;

/**
 * How a commit adds entries: a common table expression of one {@code text[]}, evaluated whether it is read or not. After
 * the commit {@link Sealer#wake} is to be called; a crash in between costs nothing but the time until the next.
 */
public final class AuditAppend {

    /** Adds the entries of a batch. */
    public static final String CTE = """
            audited as (
                insert into audit_pending (entry) select * from unnest(?::text[])
            )
            """;

    /** Adds one entry, bound as a text by {@link AuditEntry#toString}, in the statement of the act. */
    public static final String ONE = "insert into audit_pending (entry) values (?)";

    private AuditAppend() {}

    /** Binds the entries of a commit. */
    public static Binding bind(Binding binding, List<AuditEntry> entries) throws SQLException {
        return binding.texts(entries, AuditEntry::json);
    }
}
