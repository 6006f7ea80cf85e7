/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reading;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Events;
import org.tocsin.gateway.event.Stored;
import org.tocsin.protocol.AlertId;

/**
 * What this member holds of an alert, as far as a reader at a door may know it. Each revision is judged by its own label;
 * whose newest revision may not be read is not there at all. The judging is part of the query, so that an alert that may
 * not be read costs what an absent one costs: one look at the index. Blocking.
 */
@Component
public class ReadableAlerts {

    // The newest revision alone decides whether the rest is looked at.
    private static final String AROUND = "select " + Events.COLUMNS + """
             from event where alert = ? and (tlp is null or tlp = any (?))
              and (select n.tlp from event n where n.alert = ? and n.kind = 'alert'
                   order by n.revision desc limit 1) = any (?)
            order by id
            """;
    private static final String REVISIONS = "select " + Events.COLUMNS + """
             from unnest(?::text[]) as asked (subject)
            cross join lateral (select n.tlp as newest from event n where n.alert = subject and n.kind = 'alert'
                                order by n.revision desc limit 1) of
            join event on alert = subject and kind = 'alert'
            where newest = any (?) and tlp = any (?) order by alert, revision
            """;

    private final JdbcClient database;

    ReadableAlerts(JdbcClient database) {
        this.database = database;
    }

    /** A message as it was signed; {@code appendedAt} is the broker's time, absent for this member's own. */
    public record Kept(byte[] jws, @Nullable Instant appendedAt) {}

    /** Everything that happened around an alert, in order; nothing when it is absent here or may not be read. */
    public List<Stored> around(AlertId alert, ReaderAtDoor reader) {
        String[] labels = reader.labelArray();
        return database.sql(AROUND)
                .param(alert.toString())
                .param(labels)
                .param(alert.toString())
                .param(labels)
                .query((row, number) -> Events.stored(row))
                .list();
    }

    /** The revisions of the alerts, lowest revision first; none of those that are absent here or may not be read. */
    public List<Stored> revisionsOf(Collection<AlertId> alerts, ReaderAtDoor reader) {
        String[] labels = reader.labelArray();
        return database.sql(REVISIONS)
                .param(alerts.stream().map(AlertId::toString).toArray(String[]::new))
                .param(labels)
                .param(labels)
                .query((row, number) -> Events.stored(row))
                .list();
    }

    /** The message that an event was made of; empty when its content was deleted or may not be read. */
    public Optional<Kept> message(Stored event, ReaderAtDoor reader) {
        return reader.mayKnow(event.tlp()) ? message(event) : Optional.empty();
    }

    private Optional<Kept> message(Stored event) {
        return database.sql("select jws, appended_at from message where digest = ? and jws is not null")
                .param(event.signed().hex())
                .query((row, number) -> {
                    Timestamp appended = row.getTimestamp(2);
                    return new Kept(row.getBytes(1), appended == null ? null : appended.toInstant());
                })
                .optional();
    }
}
