/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.testing.Store;
import org.tocsin.transport.testing.Voice;

class DirectoryReaderIT {

    private static final Member KZ = Examples.member("kz");

    private static final AtomicBoolean created = new AtomicBoolean();

    private final Store store = Store.open();

    @BeforeEach
    void beginWithAnEmptyTopic() {
        if (created.getAndSet(true)) {
            RealParts.deleteTopic(Topics.DIRECTORY);
        }
        Voice.createTopic(Topics.DIRECTORY, 1);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void directoryIsReadToItsEndAndFollowed() throws Exception {
        Examples.entries().forEach(entry -> puts(Examples.signed(entry)));
        AtomicInteger changes = new AtomicInteger();

        try (DirectoryReader reader = reader(Voice.KAFKA)) {
            reader.onChange(changes::incrementAndGet);
            reader.start();
            reader.whenReadToEnd().get(10, TimeUnit.SECONDS);
            assertThat(reader.directory().size()).isEqualTo(Examples.entries().size());
            assertThat(changes).hasValue(Examples.entries().size());
            assertThat(reader.confirmedAt()).isAfter(Instant.now().minusSeconds(10));

            puts(Examples.signed(numbered(2)));
            await().untilAsserted(() -> assertThat(reader.entryOnTopic(KZ)).isEqualTo(2));
            await().untilAsserted(() -> assertThat(entryOf(reader)).isEqualTo(2));
        }
    }

    @Test
    void onlyTheRegistrarIsBelievedAndNeverALowerEntry() throws Exception {
        puts(Examples.signed(numbered(5)));
        puts(Examples.signed(numbered(4)));
        puts(Examples.signer("kz").sign(numbered(9)));
        puts(Examples.signer("registrar").sign(MessageType.ALERT, MessageCodec.encode(numbered(8))));
        Voice.puts(Topics.DIRECTORY, "kz", new byte[] {1, 2}, List.of());
        Voice.puts(Topics.DIRECTORY, "kz", null, List.of());
        puts(Examples.signed(Examples.entry("uz")));

        try (DirectoryReader reader = reader(Voice.KAFKA)) {
            reader.start();
            reader.whenReadToEnd().get(10, TimeUnit.SECONDS);

            assertThat(entryOf(reader)).isEqualTo(5);
            assertThat(reader.directory().size()).isEqualTo(2);
        }
    }

    @Test
    void memoryServesWhileTheBrokerIsAway() throws Exception {
        puts(Examples.signed(numbered(3)));
        try (DirectoryReader reader = reader(Voice.KAFKA)) {
            reader.start();
            reader.whenReadToEnd().get(10, TimeUnit.SECONDS);
        }
        store.run("insert into directory_record values ('uz', 1, 'not signed by anybody')");

        try (DirectoryReader reader = reader(new KafkaSettings("test", "127.0.0.1:1"))) {
            reader.start();

            assertThat(entryOf(reader)).isEqualTo(3);
            assertThat(reader.directory().size()).isEqualTo(1);
            assertThat(reader.entryOnTopic(KZ)).isZero();
            assertThat(reader.whenReadToEnd()).isNotDone();
            assertThat(reader.confirmedAt()).isEqualTo(Instant.EPOCH);
        }
    }

    @Test
    void topicTurnedBackBelowWhatIsRememberedIsIgnoredAndToldAfterARestart() throws Exception {
        puts(Examples.signed(numbered(3)));
        try (DirectoryReader reader = reader(Voice.KAFKA)) {
            reader.start();
            reader.whenReadToEnd().get(10, TimeUnit.SECONDS);
            assertThat(reader.rollbacks()).isZero();
        }
        RealParts.deleteTopic(Topics.DIRECTORY);
        Voice.createTopic(Topics.DIRECTORY, 1);
        puts(Examples.signed(numbered(2)));

        try (DirectoryReader reader = reader(Voice.KAFKA)) {
            reader.start();
            reader.whenReadToEnd().get(10, TimeUnit.SECONDS);

            assertThat(entryOf(reader)).isEqualTo(3);
            assertThat(reader.rollbacks()).isEqualTo(1);
        }
    }

    @Test
    void watcherThatFailsDoesNotEndTheFollowing() throws Exception {
        try (DirectoryReader reader = reader(Voice.KAFKA)) {
            AtomicInteger calls = new AtomicInteger();
            reader.onChange(() -> {
                if (calls.getAndIncrement() == 0) {
                    throw new IllegalStateException("a defect");
                }
            });
            reader.start();
            puts(Examples.signed(numbered(1)));
            await().until(() -> calls.get() > 0);

            puts(Examples.signed(numbered(2)));

            await().untilAsserted(() -> assertThat(entryOf(reader)).isEqualTo(2));
        }
    }

    @Test
    void recreatedTopicIsConfirmedAgain() throws Exception {
        Examples.entries().forEach(entry -> puts(Examples.signed(entry)));
        try (DirectoryReader reader = reader(Voice.KAFKA)) {
            reader.start();
            reader.whenReadToEnd().get(10, TimeUnit.SECONDS);

            RealParts.deleteTopic(Topics.DIRECTORY);
            Voice.createTopic(Topics.DIRECTORY, 1);
            puts(Examples.signed(numbered(2)));

            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(entryOf(reader)).isEqualTo(2));
            Instant then = Instant.now();
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(reader.confirmedAt()).isAfter(then));
        }
    }

    private DirectoryReader reader(KafkaSettings kafka) {
        return new DirectoryReader(kafka, Examples.anchor(), new DirectoryMemory(store.database()), Clock.systemUTC());
    }

    private static int entryOf(DirectoryReader reader) {
        return reader.directory().entry(KZ).map(DirectoryEntry::entry).orElse(0);
    }

    private static DirectoryEntry numbered(int entry) {
        DirectoryEntry first = Examples.entry("kz");
        return new DirectoryEntry(
                first.v(),
                first.member(),
                entry,
                first.kind(),
                first.name(),
                first.status(),
                first.keys(),
                first.deadlines(),
                first.tlpCeiling(),
                first.dutyContact());
    }

    private static void puts(SignedMessage record) {
        Voice.puts(Topics.DIRECTORY, "member", record.bytes(), List.of());
    }
}
