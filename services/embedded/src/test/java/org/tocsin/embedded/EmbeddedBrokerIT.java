/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    private static final String TOPIC = "records";

    @TempDir
    Path data;

    @Test
    void recordsAndAddressSurviveAStop() throws Exception {
        String address;
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            address = broker.bootstrapServers();
            createTopic(address);
            send(address, "before");
        }

        try (EmbeddedBroker again = EmbeddedBroker.start(data, 0)) {
            send(address, "after");

            assertThat(again.bootstrapServers()).isEqualTo(address);
            assertThat(received(address, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void acknowledgedRecordsSurviveAKill() throws Exception {
        KilledJvm.runs(SendsOneRecord.class, data);

        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            assertThat(received(broker.bootstrapServers(), 1)).containsExactly("acknowledged");
        }
    }

    @Test
    void secondBrokerOnTheSameDataIsRefused() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            assertThatExceptionOfType(DataDirectoryException.class)
                    .as(broker.bootstrapServers())
                    .isThrownBy(() -> EmbeddedBroker.start(data, 0));
        }
    }

    @Test
    void unknownTopicIsNotCreatedByAskingForIt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
                Admin admin = admin(broker.bootstrapServers())) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() ->
                            admin.describeTopics(List.of(TOPIC)).allTopicNames().get())
                    .withCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void aGuardedBrokerLetsOnlyItsAdministratorInAtFirst() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.startGuarded(data, 0);
                Admin administrator = Admin.create(new HashMap<>(broker.administrator()));
                Admin unnamed = Admin.create(impatient(broker.bootstrapServers()))) {
            administrator
                    .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                    .all()
                    .get();

            assertThat(administrator.listTopics().names().get()).containsExactly(TOPIC);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> unnamed.listTopics().names().get());
        }
    }

    @Test
    void theAdministratorsAccessIsKeptForItsOwnerOnlyAndIsNewAtEachStart() throws Exception {
        Path file = data.resolve("admin.properties");
        List<String> first;
        try (EmbeddedBroker broker = EmbeddedBroker.startGuarded(data, 0)) {
            first = Files.readAllLines(file);

            assertThat(first)
                    .anyMatch(line -> line.equals(
                            "bootstrap.servers=" + broker.administrator().get("bootstrap.servers")));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }

        try (EmbeddedBroker again = EmbeddedBroker.startGuarded(data, 0)) {
            assertThat(Files.readAllLines(file))
                    .as(again.bootstrapServers())
                    .filteredOn(line -> line.startsWith("sasl.jaas.config"))
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(first);
        }
    }

    @Test
    void whatAnOpenBrokerHeldIsThereBehindTheGuard() throws Exception {
        try (EmbeddedBroker open = EmbeddedBroker.start(data, 0)) {
            createTopic(open.bootstrapServers());
            send(open.bootstrapServers(), "before");
        }

        try (EmbeddedBroker guarded = EmbeddedBroker.startGuarded(data, 0)) {
            assertThat(received(guarded.administrator(), 1)).containsExactly("before");
        }
    }

    static final class SendsOneRecord {
        public static void main(String[] arguments) throws Exception {
            EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0);
            createTopic(broker.bootstrapServers());
            send(broker.bootstrapServers(), "acknowledged");
            KilledJvm.killThisJvm();
        }
    }

    private static Admin admin(String address) {
        return Admin.create(Map.of("bootstrap.servers", address));
    }

    private static Map<String, Object> impatient(String address) {
        return Map.of("bootstrap.servers", address, "default.api.timeout.ms", 2_000, "request.timeout.ms", 2_000);
    }

    private static void createTopic(String address) throws Exception {
        try (Admin admin = admin(address)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void send(String address, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", address, "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<String> received(String address, int count) {
        return received(Map.of("bootstrap.servers", address), count);
    }

    private static List<String> received(Map<String, String> client, int count) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putAll(Map.of("group.id", "reader", "auto.offset.reset", "earliest"));
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            List<String> values = new ArrayList<>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(received -> values.add(received.value()));
                return values.size() >= count;
            });
            return values;
        }
    }
}
