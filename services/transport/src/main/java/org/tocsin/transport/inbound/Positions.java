/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.tocsin.transport.Partition;
import org.tocsin.transport.store.Binding;

/**
 * How far each partition was processed, kept in the same PostgreSQL as what was processed. Kafka's committed offsets
 * serve lag metrics only. A recreated topic has another id and begins at its start.
 */
public final class Positions {

    // The update that changes nothing returns the row that another replica opens at this very moment, and waits for it.
    private static final String OPEN = """
            with wanted as (select * from unnest(?::text[], ?::text[], ?::int[]) as w (topic, topic_id, partition)),
            opened as (
                insert into position (topic, topic_id, partition, next)
                select topic, topic_id, partition, 0 from wanted order by topic, partition
                on conflict (topic, topic_id, partition) do update set next = position.next
                returning topic, partition, next
            )
            select topic, partition, next from opened
            """;
    private static final String ALL = """
            select topic, partition, next from position
            join unnest(?::text[], ?::text[]) as w (topic, topic_id) using (topic, topic_id)
            """;

    private final DataSource database;

    /** Positions in that database. */
    public Positions(DataSource database) {
        this.database = database;
    }

    /** The next offset to read of each partition, opening at 0 those never read. */
    Map<Partition, Long> open(Collection<Partition> partitions, Map<String, String> topicIds) throws SQLException {
        List<Partition> rows = List.copyOf(partitions);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(OPEN)) {
            new Binding(statement)
                    .texts(rows, Partition::topic)
                    .texts(rows, partition -> topicIds.get(partition.topic()))
                    .ints(rows, Partition::number);
            return read(statement);
        }
    }

    /**
     * How far topics, given with their ids, were processed by whichever replica; partitions never opened are absent, and
     * a recreated topic begins anew.
     */
    public Map<Partition, Long> of(Map<String, String> topicIds) throws SQLException {
        List<Map.Entry<String, String>> topics = List.copyOf(topicIds.entrySet());
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ALL)) {
            new Binding(statement).texts(topics, Map.Entry::getKey).texts(topics, Map.Entry::getValue);
            return read(statement);
        }
    }

    private static Map<Partition, Long> read(PreparedStatement statement) throws SQLException {
        Map<Partition, Long> positions = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                positions.put(new Partition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
        }
        return positions;
    }
}
