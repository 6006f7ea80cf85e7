/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.testing.Hearing;
import org.tocsin.transport.testing.Store;

class WaitingRoomIT {

    private final Store store = Store.open();
    private final Hearing hearing = new Hearing(store);
    private final String stranger = "s" + RealParts.uniqueSuffix();
    private final String topic = Topics.outbox(Examples.member(stranger), Lane.ROUTINE);
    private volatile Directory directory = Examples.directory();
    private final WaitingRoom room = new WaitingRoom(store.database(), () -> directory, hearing);
    private int position;

    @AfterEach
    void closeStore() {
        room.close();
        store.close();
    }

    @Test
    void messageIsReleasedWhenTheDirectoryLearnsItsKey() throws Exception {
        waits(alert("patient"));
        assertThat(store.quarantine()).containsExactly("waiting unknown-key");

        directory = directory.with(Examples.entry(stranger));
        room.directoryChanged();

        await().untilAsserted(() -> assertThat(store.heard()).containsExactly("patient"));
        assertThat(store.quarantine()).isEmpty();
    }

    @Test
    void moreMessagesThanFitIntoMemoryAreReleasedInTheirOrder() throws Exception {
        List<String> headlines =
                IntStream.range(0, 120).mapToObj(number -> "alert " + number).toList();
        for (String headline : headlines) {
            waits(alert(headline));
        }

        directory = directory.with(Examples.entry(stranger));
        room.directoryChanged();

        await().untilAsserted(() -> assertThat(store.heard()).isEqualTo(headlines));
    }

    @Test
    void messageStoredJustAfterTheDirectoryChangedIsNotMissed() throws Exception {
        waits(alert("late"));
        directory = directory.with(Examples.entry(stranger));

        room.sweep();

        assertThat(store.heard()).containsExactly("late");
    }

    @Test
    void keyNobodyHasAfterAMinuteIsRefused() throws Exception {
        waits(alert("nobody's"));
        room.sweep();
        assertThat(store.quarantine()).containsExactly("waiting unknown-key");

        store.run("update quarantine set quarantined_at = now() - interval '61 seconds'");
        room.sweep();

        assertThat(store.quarantine()).containsExactly("refused unknown-key");
    }

    @Test
    void releaseThatTheDatabaseInterruptedIsMadeUpFor() throws Exception {
        waits(alert("patient"));
        hearing.troubledBy(((Hearing.Trouble) WaitingRoomIT::deadlock).once());
        directory = directory.with(Examples.entry(stranger));

        room.sweep();
        assertThat(store.quarantine()).containsExactly("waiting unknown-key");
        room.sweep();

        assertThat(store.heard()).containsExactly("patient");
    }

    @Test
    void unstorableMessageDoesNotHoldUpThoseBehindIt() throws Exception {
        waits(alert("poison"));
        waits(alert("patient"));
        directory = directory.with(Examples.entry(stranger));

        room.sweep();

        assertThat(store.heard()).containsExactly("patient");
        assertThat(store.quarantine()).containsExactly("refused unstorable");
    }

    @Test
    void messageThatTurnsOutForgedIsRefusedForThat() throws Exception {
        Alert alert = alert("forged");
        byte[] bytes = Examples.signed(alert).bytes().clone();
        int middle = bytes.length - 20;
        bytes[middle] = (byte) (bytes[middle] == 'A' ? 'B' : 'A');
        waits(alert.header().alert().toString(), bytes);
        directory = directory.with(Examples.entry(stranger));

        room.sweep();

        assertThat(store.quarantine()).containsExactly("refused signature-invalid");
    }

    @Test
    void messageOfANewerVersionIsTriedAtStartAndGoesOnWaiting() throws Exception {
        directory = directory.with(Examples.entry(stranger));
        SignedMessage newer = Examples.signer(stranger).sign(MessageType.ALERT, "{\"v\":2}".getBytes());
        waits(stranger, newer.bytes());
        store.run("update quarantine set quarantined_at = now() - interval '1 year'");

        room.start();
        room.sweep();

        assertThat(store.quarantine()).containsExactly("waiting newer-version");
    }

    @Test
    void refusedRecordIsLetInOnceWhenSomeoneAsksForItAndItIsGood() throws Exception {
        long id = refused(alert("mistaken"));
        directory = directory.with(Examples.entry(stranger));
        room.sweep();
        assertThat(store.quarantine()).containsExactly("refused unknown-key");

        quarantine().askForRedelivery(id, connection -> {});
        room.redeliver();

        await().untilAsserted(() -> assertThat(store.heard()).containsExactly("mistaken"));
        quarantine().askForRedelivery(id, connection -> {});
        room.sweep();
        assertThat(store.heard()).containsExactly("mistaken");
        assertThat(store.quarantine()).isEmpty();
    }

    @Test
    void redeliveryThatOnlyTheTableTellsOfIsTakenUpBySweeping() throws Exception {
        long id = refused(alert("by hand"));
        directory = directory.with(Examples.entry(stranger));

        store.run("update quarantine set redelivery = now() where id = " + id);
        room.sweep();

        assertThat(store.heard()).containsExactly("by hand");
    }

    @Test
    void recordThatIsStillBadIsRefusedAgainForItsFreshReason() throws Exception {
        Alert alert = alert("forged");
        byte[] bytes = Examples.signed(alert).bytes().clone();
        int middle = bytes.length - 20;
        bytes[middle] = (byte) (bytes[middle] == 'A' ? 'B' : 'A');
        long id = refused(alert.header().alert().toString(), bytes);
        directory = directory.with(Examples.entry(stranger));

        quarantine().askForRedelivery(id, connection -> {});
        room.sweep();

        assertThat(store.quarantine()).containsExactly("refused signature-invalid");
        Quarantine.Row row = quarantine().find(id).orElseThrow();
        assertThat(row.redelivery()).isNull();
        assertThat(row.redeliveredAt()).isNotNull();
    }

    @Test
    void recordThatTheServiceItselfRefusesStaysWithThatReasonRatherThanVanish() throws Exception {
        long id = refused(alert("not ours"));
        directory = directory.with(Examples.entry(stranger));

        quarantine().askForRedelivery(id, connection -> {});
        try (WaitingRoom choosy = new WaitingRoom(store.database(), () -> directory, this::refuse)) {
            choosy.sweep();
        }

        assertThat(store.heard()).isEmpty();
        assertThat(quarantine().page(Long.MAX_VALUE, 10)).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo(id);
            assertThat(row.reason()).isEqualTo("not-addressed");
            assertThat(row.redeliveredAt()).isNotNull();
        });
    }

    @Test
    void messageThatWaitedAndIsThenRefusedByTheServiceStaysInQuarantine() throws Exception {
        waits(alert("not ours"));
        directory = directory.with(Examples.entry(stranger));

        try (WaitingRoom choosy = new WaitingRoom(store.database(), () -> directory, this::refuse)) {
            choosy.sweep();
        }

        assertThat(store.quarantine()).containsExactly("refused not-addressed");
    }

    @Test
    void redeliveryThatTheDatabaseInterruptedIsMadeUpFor() throws Exception {
        long id = refused(alert("patient"));
        hearing.troubledBy(((Hearing.Trouble) WaitingRoomIT::deadlock).once());
        directory = directory.with(Examples.entry(stranger));
        quarantine().askForRedelivery(id, connection -> {});

        room.sweep();
        assertThat(store.heard()).isEmpty();
        room.sweep();

        assertThat(store.heard()).containsExactly("patient");
    }

    private Quarantine quarantine() {
        return new Quarantine(store.database());
    }

    private void refuse(Batch batch) throws SQLException, InterruptedException {
        List<Quarantined> refused = batch.messages().stream()
                .map(message -> Quarantined.of(message, Refusal.NOT_ADDRESSED))
                .toList();
        hearing.handle(new Batch(List.of(), refused, batch.positions(), batch.released()));
    }

    private long refused(Alert alert) throws Exception {
        return refused(alert.header().alert().toString(), Examples.signed(alert).bytes());
    }

    private long refused(String key, byte[] value) throws Exception {
        waits(key, value);
        store.run("update quarantine set state = 'refused'");
        return store.number("select max(id) from quarantine");
    }

    private Alert alert(String headline) {
        return Examples.alert().from(stranger).to("uz").headline(headline).build();
    }

    private void waits(Alert alert) throws Exception {
        waits(alert.header().alert().toString(), Examples.signed(alert).bytes());
    }

    private void waits(String key, byte[] value) throws Exception {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        RecordReader reader = new RecordReader(() -> directory);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                topic,
                0,
                position++,
                System.currentTimeMillis(),
                TimestampType.LOG_APPEND_TIME,
                keyBytes.length,
                value.length,
                keyBytes,
                value,
                new RecordHeaders(),
                Optional.empty());
        Quarantined judged = reader.judge(record).quarantined();
        Quarantined waiting = new Quarantined(
                topic,
                0,
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                judged.reason(),
                judged.digest(),
                keyBytes,
                value);
        hearing.handle(new Batch(List.of(), List.of(waiting), List.of(), List.of()));
    }

    private static void deadlock(Connection connection, Batch batch) throws SQLException {
        connection.createStatement().execute("do $$ begin raise exception 'trouble' using errcode = '40P01'; end $$");
    }
}
