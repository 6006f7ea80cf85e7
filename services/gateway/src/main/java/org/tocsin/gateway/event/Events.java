/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Token;

/**
 * Reads the event table for this gateway's own decisions. What is given to a reader is read in {@code reading}. Blocking:
 * call on the readers' scheduler or on a thread of your own.
 */
@Component
public class Events {

    /** What {@link #stored} reads. */
    public static final String COLUMNS = "id, key, kind, direction, alert, revision, members, digest, at, data, tlp";

    private final JdbcClient database;

    Events(JdbcClient database) {
        this.database = database;
    }

    /** The events after that number, in order, at most {@code limit}. */
    public List<Numbered> after(long id, int limit) {
        return database.sql("select id, kind, tlp, data from event where id > ? order by id limit ?")
                .param(id)
                .param(limit)
                .query((row, number) ->
                        new Numbered(row.getLong(1), kind(row.getString(2)), label(row.getString(3)), row.getString(4)))
                .list();
    }

    /** The highest number given; 0 when nothing happened yet. */
    public long last() {
        return database.sql("select last from event_counter").query(Long.class).single();
    }

    /** The lowest number still kept; 0 when nothing is. */
    public long first() {
        return database.sql("select coalesce(min(id), 0) from event")
                .query(Long.class)
                .single();
    }

    /** The revisions of the alerts that this member sent or received, lowest revision first. */
    public List<Stored> revisionsOf(Collection<AlertId> alerts) {
        return database.sql("select " + COLUMNS
                        + " from event where alert = any (?) and kind = 'alert' order by alert, revision")
                .param(alerts.stream().map(AlertId::toString).toArray(String[]::new))
                .query((row, number) -> stored(row))
                .list();
    }

    /** The events of those keys that are known. */
    public List<Stored> byKeys(Collection<String> keys) {
        return database.sql("select " + COLUMNS + " from event where key = any (?)")
                .param(keys.toArray(String[]::new))
                .query((row, number) -> stored(row))
                .list();
    }

    /** Reads a row of {@link #COLUMNS}. */
    public static Stored stored(ResultSet row) throws SQLException {
        String digest = row.getString("digest");
        String direction = row.getString("direction");
        String alert = row.getString("alert");
        return new Stored(
                row.getLong("id"),
                row.getString("key"),
                kind(row.getString("kind")),
                direction == null
                        ? null
                        : Token.find(Direction.class, direction).orElseThrow(),
                alert == null ? null : AlertId.of(alert),
                row.getInt("revision"),
                members(row.getString("members")),
                digest == null ? null : Digest.of(digest),
                row.getTimestamp("at").toInstant(),
                row.getString("data"),
                label(row.getString("tlp")));
    }

    static @Nullable Label label(@Nullable String token) {
        return token == null ? null : Label.of(token);
    }

    private static List<Member> members(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",")).map(Member::new).toList();
    }

    private static EventKind kind(String token) {
        return Token.find(EventKind.class, token).orElseThrow();
    }
}
