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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.Partition;
import org.tocsin.transport.testing.Hearing;
import org.tocsin.transport.testing.Store;
import org.tocsin.transport.testing.Voice;

class VerifiedListenerIT {

    private final Store store = Store.open();
    private final Hearing hearing = new Hearing(store);
    private final Voice voice = Voice.withPartitions(2);

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void recordsArriveInOrderPerPartitionAndThePositionsMoveWithThem() {
        voice.says(headlines(20));

        try (VerifiedListener listener = started()) {
            hears(20);
            assertThat(listener.isHealthy()).isTrue();
        }

        assertThat(store.number("select count(*) from (select position - lag(position)"
                        + " over (partition by partition order by id) as step from heard) s where step <> 1"))
                .isZero();
        assertThat(store.positions()).isEqualTo(20);
    }

    @Test
    void connectionKilledMidwayLosesNothingAndDoublesNothing() {
        hearing.troubledBy(((Hearing.Trouble) VerifiedListenerIT::killConnection).once());
        voice.says(headlines(5));

        try (VerifiedListener listener = started()) {
            hears(5);
        }

        assertThat(store.heard()).containsExactlyInAnyOrder(headlines(5));
        assertThat(store.positions()).isEqualTo(5);
        assertThat(store.quarantine()).isEmpty();
    }

    @Test
    void serialisationFailureIsRepeatedAndNotPoison() {
        hearing.troubledBy(raising("40001").once());
        voice.says(headlines(3));

        try (VerifiedListener listener = started()) {
            hears(3);
        }

        assertThat(store.heard()).containsExactlyInAnyOrder(headlines(3));
        assertThat(store.quarantine()).isEmpty();
    }

    @Test
    void recordsOfAPollThatFailedAreNotForgottenWhenNothingFollowsThem() {
        hearing.troubledBy(((Hearing.Trouble) (connection, batch) -> store.goAway()).once());

        try (VerifiedListener listener = started()) {
            voice.says("the only one");
            await().until(() -> hearing.batches() > 0);
            await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
            store.comeBack();

            hears(1);
        }
        assertThat(store.positions()).isEqualTo(1);
    }

    @Test
    void databaseAwayWhileTheListenerStartsDelaysOnly() {
        voice.says("before");
        try (VerifiedListener listener = started()) {
            hears(1);
        }
        voice.says("meanwhile");
        store.goAway();

        try (VerifiedListener listener = started()) {
            await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
            store.comeBack();

            hears(2);
        }
        assertThat(store.heard()).containsExactly("before", "meanwhile");
    }

    @Test
    void interruptedHandlerIsCalledAgainWithTheSameRecords() {
        hearing.troubledBy(((Hearing.Trouble) VerifiedListenerIT::interrupt).once());

        try (VerifiedListener listener = started()) {
            voice.says("the only one");

            hears(1);
        }
    }

    @Test
    void messageThatCannotBeStoredGoesToQuarantineAloneAndTheNextFlows() {
        voice.says("one", "two", "poison", "four");

        try (VerifiedListener listener = started()) {
            hears(3);
            voice.says("five");
            hears(4);
            assertThat(listener.isHealthy()).isTrue();
        }

        assertThat(store.heard()).containsExactlyInAnyOrder("one", "two", "four", "five");
        assertThat(store.quarantine()).containsExactly("refused unstorable");
        assertThat(store.positions()).isEqualTo(5);
    }

    @Test
    void waitingIsGoneOnWithAfterPartOfABatchWasStoredAlone() {
        Set<String> struck = ConcurrentHashMap.newKeySet();
        hearing.troubledBy((connection, batch) -> {
            boolean isSecondAlone =
                    batch.messages().size() == 1 && batch.positions().get(0).expected() == 1;
            if (isSecondAlone && struck.add("once")) {
                raise(connection, "40P01");
            }
        });
        Voice narrow = Voice.withPartitions(1);
        narrow.says("one", "two", "poison", "four");

        try (VerifiedListener listener = narrow.listener(store, hearing)) {
            listener.start();
            hears(3);
        }

        assertThat(struck).isNotEmpty();
        assertThat(store.heard()).containsExactly("one", "two", "four");
        assertThat(store.quarantine()).containsExactly("refused unstorable");
    }

    @Test
    void defectOfTheHandlerSparesTheNeighbours() {
        hearing.troubledBy((connection, batch) -> {
            if (batch.messages().stream().anyMatch(message -> message.source().offset() == 1)) {
                throw new IllegalStateException("a defect");
            }
        });
        Voice narrow = Voice.withPartitions(1);
        narrow.says("one", "two", "three");

        try (VerifiedListener listener = narrow.listener(store, hearing)) {
            listener.start();
            hears(2);
        }

        assertThat(store.heard()).containsExactly("one", "three");
        assertThat(store.quarantine()).containsExactly("refused unstorable");
    }

    @Test
    void whatIsNotGenuineIsKeptWithItsReasonBytesAndPlaceAndTheNextFlows() {
        Voice narrow = Voice.withPartitions(1);
        Alert alert = narrow.alert("genuine");
        String key = Voice.keyOf(alert);
        byte[] noise = {1, 2, 3, (byte) 0xff};
        narrow.puts(key, noise);
        narrow.puts(key, (byte[]) null);
        narrow.puts(key, forged(Examples.signed(alert).bytes()));
        Alert foreign = Examples.alert().from("kz").to("uz").build();
        narrow.puts(Voice.keyOf(foreign), Examples.signed(foreign));
        narrow.puts("another-key", Examples.signed(alert));
        narrow.puts(null, Examples.signed(alert).bytes());
        narrow.puts(narrow.code(), Examples.signer(narrow.code()).sign(Examples.entry(narrow.code())));
        narrow.puts(key, Examples.signer(narrow.code()).sign(MessageType.ALERT, bytes("{\"v\":1}")));
        narrow.says(alert);

        try (VerifiedListener listener = narrow.listener(store, hearing)) {
            listener.start();
            hears(1);
        }

        assertThat(store.quarantine())
                .containsExactly(
                        "refused malformed-jws",
                        "refused malformed-jws",
                        "refused signature-invalid",
                        "refused origin-mismatch",
                        "refused record-key-mismatch",
                        "refused record-key-mismatch",
                        "refused type-mismatch",
                        "refused wrong-schema");
        assertThat(store.texts("select topic || ' ' || partition || ' ' || encode(record_value, 'hex')"
                        + " from quarantine where position = 0"))
                .containsExactly(narrow.topic() + " 0 010203ff");
        assertThat(store.number("select count(*) from quarantine where record_value is null"))
                .isEqualTo(1);
    }

    @Test
    void messageOfANewerVersionOrWithAKeyNotKnownYetWaits() {
        String stranger = "s" + voice.code();
        Alert unknown = Examples.alert().from(stranger).to("uz").build();
        voice.puts(voice.code(), Examples.signer(voice.code()).sign(MessageType.ALERT, bytes("{\"v\":2}")));
        voice.puts(Voice.keyOf(unknown), Examples.signed(unknown));
        voice.says("next");

        try (VerifiedListener listener = started()) {
            hears(1);
            await().untilAsserted(() -> assertThat(store.quarantine())
                    .containsExactlyInAnyOrder("waiting newer-version", "waiting unknown-key"));
        }
    }

    @Test
    void keyFallsWhereTheProducerPutsIt() {
        Voice wide = Voice.withPartitions(6);

        IntStream.range(0, 50).mapToObj(number -> "key-" + number + "-ключ").forEach(key -> assertThat(
                        wide.puts(key, bytes("x")).partition())
                .as(key)
                .isEqualTo(Partition.ofKey(wide.topic(), key, 6).number()));
    }

    private VerifiedListener started() {
        VerifiedListener listener = voice.listener(store, hearing);
        listener.start();
        return listener;
    }

    private void hears(int messages) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(30))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(store.heard()).hasSize(messages));
    }

    private static String[] headlines(int count) {
        return IntStream.range(0, count).mapToObj(number -> "alert " + number).toArray(String[]::new);
    }

    private static Hearing.Trouble raising(String state) {
        return (connection, batch) -> raise(connection, state);
    }

    private static void raise(Connection connection, String state) throws SQLException {
        connection
                .createStatement()
                .execute("do $$ begin raise exception 'trouble' using errcode = '" + state + "'; end $$");
    }

    private static void killConnection(Connection connection, Batch batch) throws SQLException {
        connection.createStatement().execute("select pg_terminate_backend(pg_backend_pid())");
    }

    private static void interrupt(Connection connection, Batch batch) throws InterruptedException {
        throw new InterruptedException("stop");
    }

    private static byte[] forged(byte[] genuine) {
        byte[] forged = genuine.clone();
        int middle = new String(genuine, StandardCharsets.US_ASCII).lastIndexOf('.') + 20;
        forged[middle] = (byte) (forged[middle] == 'A' ? 'B' : 'A');
        return forged;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
