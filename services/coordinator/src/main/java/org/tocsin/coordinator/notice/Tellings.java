/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.notice;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.transport.store.Binding;

/** The table of what is yet to be told. */
@Component
public class Tellings {

    /** Stores tellings, for the statement that commits their batch; ends without a comma. */
    public static final String CTE = """
            telling_soon as (
                insert into telling (lane, targets, notice)
                select * from unnest(?::text[], ?::text[], ?::text[])
            )
            """;

    /** As many as are taken at a time. */
    static final int MOST = 500;

    // A claim instead of a lock: a replica that stalls while it sends must hold nothing open.
    private static final String CLAIM = """
            update telling set claimed_until = now() + interval '30 seconds'
            where id in (select id from telling where claimed_until < now() order by id limit %d for update skip locked)
            returning id, lane, targets, notice
            """.formatted(MOST);
    private static final String TOLD = "delete from telling where id = any (?::bigint[])";

    private final DataSource database;

    Tellings(DataSource database) {
        this.database = database;
    }

    /** One row. */
    record Pending(long id, Telling telling) {}

    /** Binds {@link #CTE}. */
    public static Binding bind(Binding binding, List<Telling> tellings) throws SQLException {
        return binding.texts(tellings, telling -> telling.lane().token())
                .texts(
                        tellings,
                        telling -> telling.targets().stream().map(Member::code).collect(Collectors.joining(",")))
                .texts(tellings, telling -> new String(MessageCodec.encode(telling.notice()), StandardCharsets.UTF_8));
    }

    /** The oldest that nobody is sending, in their order; nobody else sends them for half a minute. */
    List<Pending> claim() throws SQLException {
        List<Pending> claimed = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(CLAIM);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                claimed.add(new Pending(rows.getLong(1), telling(rows)));
            }
        }
        claimed.sort(Comparator.comparingLong(Pending::id));
        return claimed;
    }

    /** Forgets what the broker has. */
    void told(List<Pending> sent) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(TOLD)) {
            new Binding(statement).longs(sent, Pending::id);
            statement.executeUpdate();
        }
    }

    private static Telling telling(ResultSet row) throws SQLException {
        Set<Member> targets = new LinkedHashSet<>();
        Stream.of(row.getString(3).split(",")).map(Member::new).forEach(targets::add);
        Lane lane = Lane.valueOf(row.getString(2).toUpperCase(Locale.ROOT));
        return new Telling(targets, lane, notice(row.getString(4)));
    }

    private static Notice notice(String json) {
        try {
            return (Notice) MessageCodec.decode(MessageType.NOTICE, json.getBytes(StandardCharsets.UTF_8));
        } catch (Undecodable changed) {
            throw new IllegalStateException("a stored notice is not one", changed);
        }
    }
}
