/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Self;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.Reconciliation;

/** What was said between this member and another, read from the event table; makes messages owed again. Blocking. */
@Component
class Ledger {

    /** One more than all windows hold, so that what is not compared is left out in whole windows. */
    private static final int MOST = Comparison.PER_WINDOW * Reconciliation.MAX_WINDOWS + 1;
    /** No clock is so wrong that a message is committed a day before it is issued; the index needs a bound. */
    private static final Duration SKEW = Duration.ofDays(1);

    private static final int PER_STATEMENT = 1_000;

    private static final String IN_SPAN = """
             and e.at >= cast(:since as timestamptz) - :skew * interval '1 second'
             and (e.data::json ->> 'issued')::timestamptz >= :since
             and (e.data::json ->> 'issued')::timestamptz < :until
             and (e.kind = 'answer' or (e.data::json ->> 'expires')::timestamptz > :asOf)
            order by (e.data::json ->> 'issued')::timestamptz desc limit :most
            """;

    // What was finally refused for the member, or for its key, and never received by it, is known to be missing.
    private static final String SENT = """
            select e.id, e.digest, e.data::json ->> 'issued' from event e
            where e.kind in ('alert', 'answer') and e.direction = 'sent'
             and :member = any (string_to_array(e.members, ','))
             and (e.kind = 'answer'
                or exists (select from event r
                    where r.key = 'receipt/' || :member || '/' || e.alert || '/' || e.revision || '/received')
                or not exists (select from event n
                    where n.alert = e.alert and n.kind = 'notice' and n.revision = e.revision and n.digest = e.digest
                     and (n.data::json ->> 'reason' <> 'no-inbox'
                            and coalesce(n.data::json ->> 'member', :member) = :member
                        or exists (select from json_array_elements(n.data::json -> 'recipients') c
                            where c ->> 'member' = :member and c ->> 'refusal' <> 'no-inbox'))))
             and (not exists (select from event n
                    where n.key = 'notice/refused/null/null/null/' || e.digest || '/key-not-valid')
                or exists (select from event r
                    where r.key = 'receipt/' || :member || '/' || case e.kind when 'alert' then e.alert
                        else substr(e.key, 8) end || '/' || e.revision || '/received'))
            """ + IN_SPAN;

    // Without its signed bytes nothing is held. Content deleted by law leaves its row.
    private static final String HELD = """
            select e.id, e.digest, e.data::json ->> 'issued' from event e join message m using (digest)
            where e.kind in ('alert', 'answer') and e.direction = 'received'
             and (e.kind = 'alert' and e.alert like :member || '.%'
                or e.kind = 'answer' and e.key like 'answer/' || :member || '.%')
            """ + IN_SPAN;

    // An answer lives as long as the alert, at least a day (ADR 0011). Whoever was not addressed is owed nothing, and
    // what was deleted by law cannot be sent.
    private static final String OWE = """
            insert into owed (digest, member, topic, record_key, next_attempt, expires)
            select e.digest, :member, case when a.precedence = any (:urgent) then :urgentTopic else :routineTopic end,
                e.alert, now(),
                case e.kind when 'alert' then (e.data::json ->> 'expires')::timestamptz
                    else greatest(a.expires, now() + interval '1 day') end
            from event e join message m on m.digest = e.digest and m.jws is not null, lateral (
                select n.data::json ->> 'precedence' as precedence, (n.data::json ->> 'expires')::timestamptz as expires
                from event n where n.alert = e.alert and n.kind = 'alert' order by n.revision desc limit 1) a
            where e.id = any (:events) and e.direction = 'sent' and :member = any (string_to_array(e.members, ','))
            on conflict do nothing
            """;

    private final JdbcClient database;
    private final Self self;

    Ledger(JdbcClient database, Self self) {
        this.database = database;
        this.self = self;
    }

    /** What this member sent to the other in the span, in order of issue; what was refused for the other is left out. */
    List<Said> sentTo(Member member, Span span) {
        return said(SENT, member, span);
    }

    /** What this member holds from the other in the span, in order of issue: verified, let in, and still there. */
    List<Said> heldFrom(Member member, Span span) {
        return said(HELD, member, span);
    }

    /** Lets the sweep send the messages to the member again, unless it is about to; says how many that are. */
    int oweAgain(Member member, List<Said> missing) {
        int owed = 0;
        for (int from = 0; from < missing.size(); from += PER_STATEMENT) {
            List<Said> some = missing.subList(from, Math.min(from + PER_STATEMENT, missing.size()));
            owed += owe(member, some.stream().map(Said::event).toArray(Long[]::new));
        }
        return owed;
    }

    private int owe(Member member, Long[] events) {
        String[] urgent = Arrays.stream(Precedence.values())
                .filter(precedence -> precedence.lane() == Lane.URGENT)
                .map(Precedence::name)
                .toArray(String[]::new);
        return database.sql(OWE)
                .param("member", member.code())
                .param("urgent", urgent)
                .param("urgentTopic", Topics.outbox(self.member(), Lane.URGENT))
                .param("routineTopic", Topics.outbox(self.member(), Lane.ROUTINE))
                .param("events", events)
                .update();
    }

    private List<Said> said(String sql, Member member, Span span) {
        List<Said> newestFirst = database.sql(sql)
                .param("member", member.code())
                .param("since", Timestamp.from(span.since()))
                .param("until", Timestamp.from(span.until()))
                .param("asOf", Timestamp.from(span.asOf()))
                .param("skew", SKEW.toSeconds())
                .param("most", MOST)
                .query((row, number) -> said(row))
                .list();
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private static Said said(ResultSet row) throws SQLException {
        return new Said(row.getLong(1), Digest.of(row.getString(2)), Instant.parse(row.getString(3)));
    }
}
