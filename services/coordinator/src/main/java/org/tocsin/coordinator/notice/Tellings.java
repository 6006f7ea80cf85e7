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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    // Another replica tells what it has locked.
    private static final String TAKE = """
            with taken as (
                delete from telling
                where id in (select id from telling order by id limit %d for update skip locked)
                returning id, lane, targets, notice
            )
            select lane, targets, notice from taken order by id
            """.formatted(MOST);

    /** Binds {@link #CTE}. */
    public static Binding bind(Binding binding, List<Telling> tellings) throws SQLException {
        return binding.texts(tellings, telling -> telling.lane().token())
                .texts(
                        tellings,
                        telling -> telling.targets().stream().map(Member::code).collect(Collectors.joining(",")))
                .texts(tellings, telling -> new String(MessageCodec.encode(telling.notice()), StandardCharsets.UTF_8));
    }

    /** Takes the oldest away; they are gone when the connection commits. */
    List<Telling> take(Connection connection) throws SQLException {
        List<Telling> taken = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TAKE);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                taken.add(telling(rows));
            }
        }
        return taken;
    }

    private static Telling telling(ResultSet row) throws SQLException {
        Set<Member> targets = new LinkedHashSet<>();
        Stream.of(row.getString(2).split(",")).map(Member::new).forEach(targets::add);
        Lane lane = Lane.valueOf(row.getString(1).toUpperCase(Locale.ROOT));
        return new Telling(targets, lane, notice(row.getString(3)));
    }

    private static Notice notice(String json) {
        try {
            return (Notice) MessageCodec.decode(MessageType.NOTICE, json.getBytes(StandardCharsets.UTF_8));
        } catch (Undecodable changed) {
            throw new IllegalStateException("a stored notice is not one", changed);
        }
    }
}
