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
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.Sealer;
import org.tocsin.protocol.Member;

/**
 * The table {@code link}: how this member stands with each other one, and when it asks next. Replicas share it, so each
 * comparison is asked for and answered by one of them. Blocking.
 */
@Component
public class Links {

    private static final String CLAIM = """
            update link l set asked_at = :at, next_at = now() + :seconds * interval '1 second' * (0.9 + 0.2 * random())
            from (select member from link where next_at <= now() and member = any (:members)
                order by next_at limit 50 for update skip locked) due
            where l.member = due.member returning l.member
            """;

    // Not all at once, and not again what another replica, which saw the same, has just asked for.
    private static final String ASK_ALL_SOON = """
            update link set next_at = least(next_at, now() + interval '15 seconds' * random())
            where asked_at is null or asked_at < now() - interval '1 minute'
            """;

    private final JdbcClient database;
    private final Sealer sealer;

    Links(JdbcClient database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    /** All links that are known, in order of the members' codes. */
    public List<Link> all() {
        return database.sql("select * from link order by member collate \"C\"")
                .query((row, number) ->
                        new Link(new Member(row.getString("member")), side(row, "sent"), side(row, "received"), null))
                .list();
    }

    /** Has the member asked as soon as the exchange can be reached, by whom the audit's entry says. */
    public void askSoon(Member member, AuditEntry entry) {
        database.sql("with audited as (insert into audit_pending (entry) values (:entry))"
                        + " insert into link (member, next_at) values (:member, now())"
                        + " on conflict (member) do update set next_at = now()")
                .param("entry", entry.toString())
                .param("member", member.code())
                .update();
        sealer.wake();
    }

    /** Has everybody asked within seconds, bar those asked a moment ago. */
    void askAllSoon() {
        database.sql(ASK_ALL_SOON).update();
    }

    /** Begins links to those members that have none; each is first asked at a time of its own within the interval. */
    void meet(Collection<Member> others, Duration interval) {
        database.sql("insert into link (member, next_at) select m, now() + :seconds * interval '1 second' * random()"
                        + " from unnest(cast(:members as text[])) m on conflict do nothing")
                .param("seconds", interval.toSeconds())
                .param("members", codes(others))
                .update();
    }

    /** Takes those that are due, for this replica alone, as asked at that time. */
    List<Member> claim(Collection<Member> others, Instant at, Duration interval) {
        return database.sql(CLAIM)
                .param("at", Timestamp.from(at))
                .param("seconds", interval.toSeconds())
                .param("members", codes(others))
                .query((row, number) -> new Member(row.getString(1)))
                .list();
    }

    /** Notes that a summary of the member is answered; false when that one or a later one was answered before. */
    boolean isNews(Member member, Instant appendedAt) {
        return database.sql("insert into link (member, next_at, heard_at)"
                                + " values (:member, now() + interval '1 hour' * random(), :at)"
                                + " on conflict (member) do update set heard_at = :at"
                                + " where link.heard_at is null or link.heard_at < :at")
                        .param("member", member.code())
                        .param("at", Timestamp.from(appendedAt))
                        .update()
                == 1;
    }

    /** Says whether this is the time of the last question to the member. */
    boolean isLastAsked(Member member, Instant asked) {
        return database.sql("select count(*) from link where member = ? and asked_at = ?")
                        .param(member.code())
                        .param(Timestamp.from(asked))
                        .query(Long.class)
                        .single()
                == 1;
    }

    /** Notes what a comparison of what was sent has found; with a difference it is soon compared again. */
    void compared(Member member, Difference sent, Instant at, Duration again) {
        note("sent", member, sent, at);
        if (!sent.isNone()) {
            database.sql("update link set next_at = least(next_at, now() + :seconds * interval '1 second')"
                            + " where member = :member")
                    .param("seconds", again.toSeconds())
                    .param("member", member.code())
                    .update();
        }
    }

    /** Notes what the figures of what was received have told; with a difference the rest was asked for. */
    void answered(Member member, Difference received, Instant at) {
        note("received", member, received, at);
        if (!received.isNone()) {
            database.sql("update link set received_asked_at = ? where member = ?")
                    .param(Timestamp.from(at))
                    .param(member.code())
                    .update();
        }
    }

    private void note(String side, Member member, Difference difference, Instant at) {
        database.sql("""
                        update link set %1$s_compared_at = :at, %1$s_missing = :missing, %1$s_unknown = :unknown,
                            %1$s_in_step_since = case when :isNone then coalesce(%1$s_in_step_since, :at) end
                        where member = :member
                        """.formatted(side))
                .param("at", Timestamp.from(at))
                .param("missing", difference.missing())
                .param("unknown", difference.unknown())
                .param("isNone", difference.isNone())
                .param("member", member.code())
                .update();
    }

    private static Link.Side side(ResultSet row, String side) throws SQLException {
        return Link.Side.of(
                time(row, side + "_in_step_since"),
                time(row, side + "_compared_at"),
                row.getInt(side + "_missing"),
                row.getInt(side + "_unknown"),
                time(row, side.equals("sent") ? "asked_at" : "received_asked_at"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static String[] codes(Collection<Member> members) {
        return members.stream().map(Member::code).toArray(String[]::new);
    }
}
