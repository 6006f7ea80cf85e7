/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.tocsin.coordinator.CoordinatorApplication;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.embedded.testing.TestDatabase;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.KeyFiles;

/**
 * One coordinator among sample members, on a real broker and database, shared by all tests of a run. Tests play the
 * gateways: they append to outboxes and look into inboxes. {@code nn} and {@code mm} are members without topics.
 */
public final class Exchange {

    /** How many partitions the members' topics have here. */
    public static final int PARTITIONS = 2;

    private static final List<String> WITHOUT_TOPICS = List.of("mm", "nn");
    private static @Nullable Exchange shared;

    private final TestDatabase database = RealParts.newDatabase();
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<ConsumerRecord<byte[], byte[]>> delivered = new CopyOnWriteArrayList<>();
    private final Path home;
    private @Nullable ConfigurableApplicationContext coordinator;

    private Exchange() throws IOException {
        this.home = Files.createTempDirectory(Path.of("target"), "exchange-");
        Map<String, String> logAppendTime = Map.of("message.timestamp.type", "LogAppendTime");
        RealParts.createTopic(Topics.DIRECTORY, 1, Map.of("cleanup.policy", "compact"));
        RealParts.createTopic(Topics.CLOCK, 1, logAppendTime);
        Examples.MEMBERS.forEach(this::createTopics);
        KafkaSettings kafka = new KafkaSettings("test", RealParts.bootstrapServers());
        this.producer = new KafkaProducer<>(kafka.producer());
        writeFiles();
        Thread collector = new Thread(() -> collect(kafka), "collector");
        collector.setDaemon(true);
        collector.start();
        start();
    }

    /** The exchange, running. */
    public static synchronized Exchange running() {
        try {
            shared = shared == null ? new Exchange() : shared;
            if (shared.coordinator == null) {
                shared.start();
            }
            return shared;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Makes a member's four topics. */
    public void createTopics(String member) {
        Topics.of(new Member(member))
                .forEach(topic ->
                        RealParts.createTopic(topic, PARTITIONS, Map.of("message.timestamp.type", "LogAppendTime")));
    }

    private void writeFiles() throws IOException {
        KeyFiles.write(Examples.key("coordinator"), home.resolve("coordinator.jwk"));
        KeyFiles.write(Examples.anchor(), home.resolve("anchor.json"));
        List<String> lines = Stream.concat(
                        Examples.entries().stream(), WITHOUT_TOPICS.stream().map(Examples::entry))
                .map(entry -> new String(Examples.signed(entry).bytes(), StandardCharsets.US_ASCII))
                .toList();
        Files.write(home.resolve("directory.jws"), lines);
    }

    /** Starts the coordinator, which goes on where it stopped. */
    public void start() {
        coordinator = startAnother();
    }

    /** Starts a coordinator over the same database: another replica while one runs. */
    public ConfigurableApplicationContext startAnother() {
        return CoordinatorApplication.start(Map.ofEntries(
                Map.entry("tocsin.coordinator.kafka", RealParts.bootstrapServers()),
                Map.entry("TOCSIN_KAFKA_PROTOCOL", "PLAINTEXT"),
                Map.entry("TOCSIN_KAFKA_INSECURE", true),
                Map.entry("tocsin.coordinator.key-file", home.resolve("coordinator.jwk")),
                Map.entry("tocsin.coordinator.anchor-file", home.resolve("anchor.json")),
                Map.entry("tocsin.coordinator.directory-file", home.resolve("directory.jws")),
                Map.entry("tocsin.coordinator.partitions", PARTITIONS),
                Map.entry("spring.datasource.url", database.url()),
                Map.entry("spring.datasource.username", database.user()),
                Map.entry("spring.datasource.password", database.password()),
                Map.entry("server.port", 0),
                Map.entry("logging.level.root", "WARN")));
    }

    /** Stops the coordinator. */
    public void stop() {
        if (coordinator != null) {
            coordinator.close();
            coordinator = null;
        }
    }

    /** The port of the coordinator's door. */
    public int port() {
        return coordinator.getEnvironment().getProperty("local.server.port", Integer.class);
    }

    /** Puts a message into its author's outbox; returns when the broker appended it. */
    public Instant says(Message message) {
        return says(message, Examples.signed(message));
    }

    /** Puts a message, signed already, into its author's outbox. */
    public Instant says(Message message, SignedMessage signed, String... only) {
        Lane lane = message instanceof Alert alert ? alert.header().precedence().lane() : Lane.URGENT;
        ProducerRecord<byte[], byte[]> record =
                record(Topics.outbox(message.author(), lane), Inbounds.key(message), signed.bytes());
        if (only.length > 0) {
            record.headers().add("tocsin-only", String.join(",", only).getBytes(StandardCharsets.US_ASCII));
        }
        // Each carries what its author keeps for itself, and no copy of it may.
        record.headers().add("tocsin-claim", new byte[] {1});
        return appended(producer.send(record));
    }

    /** Puts anything into a topic, without waiting. */
    public Future<RecordMetadata> puts(String topic, String key, byte[] value) {
        return producer.send(record(topic, key, value));
    }

    /** Publishes a record of the directory. */
    public void publishes(DirectoryEntry entry) {
        appended(puts(
                Topics.DIRECTORY, entry.member().code(), Examples.signed(entry).bytes()));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
        return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
    }

    /** Waits for the broker's word; returns when it appended the record. */
    public static Instant appended(Future<RecordMetadata> sent) {
        try {
            return Instant.ofEpochMilli(sent.get().timestamp());
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What the directory topic holds now. */
    public List<byte[]> directoryTopic() {
        Properties settings = new Properties();
        settings.putAll(new KafkaSettings("test", RealParts.bootstrapServers()).consumer("test-directory"));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            TopicPartition partition = new TopicPartition(Topics.DIRECTORY, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<byte[]> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    /** Everything delivered to the member in either lane, in order of arrival. */
    public List<ConsumerRecord<byte[], byte[]>> inboxOf(String member) {
        return delivered.stream()
                .filter(record -> Topics.owner(record.topic())
                        .filter(new Member(member)::equals)
                        .isPresent())
                .toList();
    }

    /** Which members' inboxes hold exactly these bytes. */
    public List<String> holdersOf(byte[] bytes) {
        return delivered.stream()
                .filter(record -> Arrays.equals(record.value(), bytes))
                .map(record -> Topics.owner(record.topic()).orElseThrow().code())
                .distinct()
                .sorted()
                .toList();
    }

    /** The notices a member was told. */
    public List<Notice> noticesTo(String member) {
        List<Notice> notices = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : inboxOf(member)) {
            try {
                SignedMessage signed = SignedMessage.parse(record.value());
                if (signed.typ().equals(MessageType.NOTICE.typ())) {
                    notices.add((Notice) MessageCodec.decode(MessageType.NOTICE, signed.payload()));
                }
            } catch (MalformedJws | Undecodable notANotice) {
                throw new IllegalStateException(notANotice);
            }
        }
        return notices;
    }

    /** What a member was told was dispatched of the alert. */
    public List<Notice.Dispatched> dispatchedTo(String member, AlertId alert) {
        return noticesTo(member).stream()
                .flatMap(notice -> notice.dispatched().stream())
                .filter(entry -> entry.alert().equals(alert))
                .toList();
    }

    /** The levels a member was told of for the alert, in order. */
    public List<NoticeKind> latenessTold(String member, AlertId alert) {
        return noticesTo(member).stream()
                .filter(notice -> notice.late() != null && notice.late().alert().equals(alert))
                .map(Notice::kind)
                .toList();
    }

    /** The reasons a member was told for records or copies that were refused, by digest or alert. */
    public List<String> refusalsTo(String member, Object digestOrAlert) {
        return noticesTo(member).stream()
                .map(Notice::refused)
                .filter(refused -> refused != null
                        && (digestOrAlert.equals(refused.digest()) || digestOrAlert.equals(refused.alert())))
                .map(Notice.Refused::reason)
                .toList();
    }

    /** One value from the coordinator's database, as text. */
    public @Nullable String asked(String sql) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Changes the coordinator's database. */
    public void changes(String sql) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    private void collect(KafkaSettings kafka) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer("test-collector"))) {
            consumer.subscribe(Pattern.compile("tocsin\\.inbox\\..*"));
            while (!Thread.currentThread().isInterrupted()) {
                delivered.addAll(Stream.of(consumer.poll(Duration.ofMillis(100)))
                        .flatMap(records -> java.util.stream.StreamSupport.stream(records.spliterator(), false))
                        .collect(Collectors.toList()));
            }
        }
    }
}
