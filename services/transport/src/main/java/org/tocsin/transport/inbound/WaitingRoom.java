/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.transport.SendFailed;

/**
 * Tries again what waits in quarantine: messages signed with a key the directory did not list, whenever the directory
 * changes and every few seconds for at most a minute, then they count as refused; messages of a newer version, at each
 * start; and whatever an operator wants judged once more. What turns out forged, malformed or unstorable is refused with
 * that reason.
 */
public final class WaitingRoom implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WaitingRoom.class);
    private static final int SWEEP_SECONDS = 5;
    // A record may have 700 KiB: few at a time are in memory.
    private static final String WAITING = """
            select id, topic, partition, position, appended_at, record_key, record_value
            from quarantine where state = 'waiting' and reason = any (?::text[]) and id > ? order by id limit 50
            """;
    private static final String REDELIVERED = """
            select id, topic, partition, position, appended_at, record_key, record_value
            from quarantine where redelivery is not null and id > ? order by id limit 50
            """;
    private static final String JUDGED = """
            update quarantine set state = ?, reason = ?, quarantined_at = now(), redelivery = null,
                redelivered_at = case when redelivery is null then redelivered_at else now() end
            where id = ? and (redelivery is not null or state = 'waiting' and reason <> ?)
            """;
    private static final String GIVE_UP = """
            update quarantine set state = 'refused'
            where state = 'waiting' and reason = 'unknown-key' and quarantined_at < now() - interval '60 seconds'
            """;

    private final DataSource database;
    private final RecordReader reader;
    private final BatchHandler handler;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** A room over the quarantine table whose released messages go to the handler. */
    public WaitingRoom(DataSource database, Supplier<Directory> directory, BatchHandler handler) {
        this.database = database;
        this.reader = new RecordReader(directory);
        this.handler = handler;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "waiting-room");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Starts: once over everything that waits, then over unknown keys. */
    public void start() {
        thread.execute(() -> retry(List.of(Refusal.NEWER_VERSION, Refusal.UNKNOWN_KEY)));
        thread.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** Tells that the directory changed; many changes at once are looked at together. */
    public void directoryChanged() {
        if (asked.compareAndSet(false, true)) {
            thread.execute(this::retryUnknownKeys);
        }
    }

    /** Judges at once what an operator wants judged again; otherwise the next sweep, here or on a replica, does. */
    public void redeliver() {
        thread.execute(this::retryRedelivered);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    // Before giving up: a message may have been judged by the directory of before and stored after its change.
    void sweep() {
        retryUnknownKeys();
        retryRedelivered();
        giveUp();
    }

    private void retryRedelivered() {
        retry(this::redelivered);
    }

    private void retryUnknownKeys() {
        asked.set(false);
        retry(List.of(Refusal.UNKNOWN_KEY));
    }

    private void retry(List<Refusal> reasons) {
        retry(after -> waiting(reasons, after));
    }

    private void retry(Pages pages) {
        try {
            List<Waiting> some = pages.after(0);
            while (!some.isEmpty()) {
                for (Waiting waiting : some) {
                    release(waiting);
                }
                some = pages.after(some.get(some.size() - 1).id());
            }
        } catch (SQLException | SendFailed | RuntimeException later) {
            log.warn(
                    "Waiting messages are tried again later: {}",
                    later.getClass().getSimpleName());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(Waiting waiting) throws SQLException, SendFailed, InterruptedException {
        RecordReader.Judged judged = reader.judge(waiting.record());
        if (judged.quarantined() != null) {
            rejudge(
                    waiting.id(),
                    judged.quarantined().state(),
                    judged.quarantined().reason());
            return;
        }
        try {
            handler.handle(new Batch(List.of(judged.message()), List.of(), List.of(), List.of(waiting.id())));
        } catch (SQLException | RuntimeException failure) {
            if (BatchLoop.isCuredByWaiting(failure)) {
                throw failure;
            }
            rejudge(waiting.id(), "refused", Refusal.UNSTORABLE);
        }
    }

    private void rejudge(long id, String state, Refusal reason) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(JUDGED)) {
            statement.setString(1, state);
            statement.setString(2, reason.slug());
            statement.setLong(3, id);
            statement.setString(4, reason.slug());
            statement.executeUpdate();
        }
    }

    private List<Waiting> waiting(List<Refusal> reasons, long after) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(WAITING)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", reasons.stream().map(Refusal::slug).toArray()));
            statement.setLong(2, after);
            return read(statement);
        }
    }

    private List<Waiting> redelivered(long after) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(REDELIVERED)) {
            statement.setLong(1, after);
            return read(statement);
        }
    }

    private static List<Waiting> read(PreparedStatement statement) throws SQLException {
        List<Waiting> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(new Waiting(rows.getLong(1), record(rows)));
            }
        }
        return found;
    }

    private static ConsumerRecord<byte[], byte[]> record(ResultSet row) throws SQLException {
        byte[] key = row.getBytes(6);
        byte[] value = row.getBytes(7);
        return new ConsumerRecord<>(
                row.getString(2),
                row.getInt(3),
                row.getLong(4),
                row.getTimestamp(5).getTime(),
                TimestampType.LOG_APPEND_TIME,
                key == null ? 0 : key.length,
                value == null ? 0 : value.length,
                key,
                value,
                new RecordHeaders(),
                java.util.Optional.empty());
    }

    void giveUp() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(GIVE_UP)) {
            int refused = statement.executeUpdate();
            if (refused > 0) {
                log.warn("{} messages are refused: nobody in the directory has their key", refused);
            }
        } catch (SQLException later) {
            log.warn("Waiting messages could not be given up yet: {}", later.getSQLState());
        }
    }

    private record Waiting(long id, ConsumerRecord<byte[], byte[]> record) {}

    /** Rows behind an id, a bounded number at a time. */
    private interface Pages {

        List<Waiting> after(long id) throws SQLException;
    }
}
