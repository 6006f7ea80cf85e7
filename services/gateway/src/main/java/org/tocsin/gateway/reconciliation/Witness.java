/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.AuditHead;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.message.Token;

/** Holds the heads of the other members' audits, and warns of one that is not what it was. Blocking. */
@Component
public class Witness {

    private static final Logger log = LoggerFactory.getLogger(Witness.class);
    private static final String HOLD = """
            insert into audit_of_partner (member, number, hash, issued, warning, warned_at)
            values (:member, :number, :hash, :issued, :warning, :warnedAt)
            on conflict (member) do update set number = excluded.number, hash = excluded.hash,
                issued = excluded.issued, warning = excluded.warning, warned_at = excluded.warned_at
            """;

    private final JdbcClient database;
    private final Clock clock;

    Witness(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What is held of each member that told. */
    public Map<Member, Witnessed> all() {
        Map<Member, Witnessed> held = new HashMap<>();
        database.sql("select * from audit_of_partner").query(row -> {
            held.put(new Member(row.getString("member")), read(row));
        });
        return held;
    }

    /** Takes in what a member told of its audit. Refuses nothing. */
    void hear(Reconciliation said) {
        AuditHead told = said.audit();
        if (told == null) {
            return;
        }
        Instant now = clock.instant();
        Optional<Witnessed> before = database.sql("select * from audit_of_partner where member = ?")
                .param(said.member().code())
                .query((row, number) -> read(row))
                .optional();
        Optional<Witnessed> after = before.isEmpty()
                ? Optional.of(Witnessed.first(told, said.issued()))
                : before.get().after(told, said.issued(), now);
        after.ifPresent(held -> hold(said.member(), held, now));
    }

    private void hold(Member member, Witnessed held, Instant now) {
        Witnessed.Warning warning = held.warning();
        if (warning != null && now.equals(held.warnedAt())) {
            log.warn("The audit of {} is not what it was: {}", member, warning.token());
        }
        database.sql(HOLD)
                .param("member", member.code())
                .param("number", held.number())
                .param("hash", held.hash().hex())
                .param("issued", Timestamp.from(held.toldAt()))
                .param("warning", warning == null ? null : warning.token())
                .param("warnedAt", held.warnedAt() == null ? null : Timestamp.from(held.warnedAt()))
                .update();
    }

    private static Witnessed read(ResultSet row) throws SQLException {
        String warning = row.getString("warning");
        Timestamp warnedAt = row.getTimestamp("warned_at");
        return new Witnessed(
                row.getLong("number"),
                new Digest(row.getString("hash")),
                row.getTimestamp("issued").toInstant(),
                warning == null
                        ? null
                        : Token.find(Witnessed.Warning.class, warning).orElse(null),
                warnedAt == null ? null : warnedAt.toInstant());
    }
}
