/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.AuditLog;

/** Writes what was done to clients and sessions into the audit, in the transaction that does it. */
@Component("accessMinutes")
class Minutes {

    private final AuditLog audit;
    private final Clock clock;

    Minutes(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** Adds an act to the transaction that this thread runs, whose owner then says that it is {@link #written}. */
    void write(JdbcClient transaction, Act act, Actor by, String subject) {
        audit.append(transaction, AuditEntry.done(act, by, clock.instant()).about(subject));
    }

    /** The transaction has committed. */
    void written() {
        audit.committed();
    }
}
