/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.message.AuditHead;

/**
 * The chain as it is read. Whoever looks has sealed first what is committed, so nothing that was answered is missing.
 * Blocking.
 */
@Component
public class AuditTrail {

    private static final String PAGE = """
            select seq, entry, hash from audit
            where seq < :before
                and (cast(:since as text) is null or at >= :since) and (cast(:until as text) is null or at < :until)
                and (cast(:act as text) is null or act = :act) and (cast(:actor as text) is null or actor = :actor)
            order by seq desc limit :limit
            """;

    private final Chain chain;
    private final JdbcClient database;

    AuditTrail(Chain chain, JdbcClient database) {
        this.chain = chain;
        this.database = database;
    }

    /** What is looked for: entries with numbers below {@code before}, of that time, act and actor where they are given. */
    public record Search(
            long before,
            int limit,
            @Nullable String since,
            @Nullable String until,
            @Nullable Act act,
            @Nullable String actor) {}

    /** An entry, its JSON with number and hash. */
    public record Line(long seq, String json) {}

    /** The last link, and when its entry was written; no time before the first. */
    public record Head(long seq, Object hash, @Nullable String at) {}

    /** The newest entries that are looked for. */
    public List<Line> page(Search search) throws SQLException {
        chain.seal();
        return database
                .sql(PAGE)
                .param("before", search.before())
                .param("since", search.since())
                .param("until", search.until())
                .param("act", search.act() == null ? null : search.act().token())
                .param("actor", search.actor())
                .param("limit", search.limit())
                .query((row, number) ->
                        new Sealed(row.getLong(1), row.getString(2), new org.tocsin.protocol.Digest(row.getString(3))))
                .list()
                .stream()
                .map(link -> new Line(link.seq(), link.json()))
                .toList();
    }

    /** The last link. */
    public Head head() throws SQLException {
        ChainHead head = chain.seal();
        String at = database.sql("select at from audit where seq = ?")
                .param(head.seq())
                .query(String.class)
                .optional()
                .orElse(null);
        return new Head(head.seq(), head.hash(), at);
    }

    /** What to tell the other members of the chain. */
    public AuditHead checkpoint() throws SQLException {
        return chain.checkpoint();
    }
}
