/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.embedded.testing.TestDatabase;
import org.tocsin.gateway.GatewayApplication;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.KeyFiles;

/**
 * The gateway of a member, kz unless told otherwise, over fresh topics and a fresh database. What a coordinator would do is done by the test:
 * {@link #told} puts a record into the inbox, {@link #said} reads the outbox.
 */
public final class Gateway implements AutoCloseable {

    private static final Map<String, String> LANE = Map.of("message.timestamp.type", "LogAppendTime");
    private static final int PARTITIONS = 2;
    private static final Set<String> CREATED = new HashSet<>();

    private final Member member;
    private final Path directory;
    private final TestDatabase database = RealParts.newDatabase();
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Object> further;
    private ConfigurableApplicationContext context;

    private Gateway(String code, Map<String, Object> further) throws IOException {
        this.member = new Member(code);
        this.further = further;
        this.directory = Files.createTempDirectory("gateway");
        KeyFiles.write(Examples.key(code), directory.resolve("key.jwk"));
        KeyFiles.write(Examples.anchor(), directory.resolve("anchor.json"));
        Topics.of(member).forEach(Gateway::recreate);
        recreate(Topics.DIRECTORY);
        this.producer = new KafkaProducer<>(new KafkaSettings("test", RealParts.bootstrapServers()).producer());
        Examples.entries()
                .forEach(entry -> send(
                        Topics.DIRECTORY,
                        entry.member().code(),
                        Examples.signed(entry).bytes()));
    }

    /** Starts one. */
    public static Gateway start() {
        return start(Map.of());
    }

    /** Starts one with further properties, which stay over restarts. */
    public static Gateway start(Map<String, Object> further) {
        return start("kz", further);
    }

    /** Starts another member's. */
    public static Gateway start(String member, Map<String, Object> further) {
        try {
            Gateway gateway = new Gateway(member, further);
            gateway.restart();
            return gateway;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Stops the process's gateway, if it runs, and starts it again on the same data. */
    public void restart() {
        stop();
        context = GatewayApplication.start(properties());
    }

    /** Starts another replica on the same data; the caller closes it. */
    public ConfigurableApplicationContext startReplica() {
        return GatewayApplication.start(properties());
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("tocsin.gateway.member", member.code());
        properties.put("tocsin.gateway.kafka", RealParts.bootstrapServers());
        properties.put("TOCSIN_KAFKA_PROTOCOL", "PLAINTEXT");
        properties.put("TOCSIN_KAFKA_INSECURE", true);
        properties.put("tocsin.gateway.key-file", directory.resolve("key.jwk").toString());
        properties.put(
                "tocsin.gateway.anchor-file", directory.resolve("anchor.json").toString());
        properties.put(
                "tocsin.gateway.credentials-file",
                directory.resolve("credentials.json").toString());
        properties.put("server.port", 0);
        properties.put("server.address", "127.0.0.1");
        properties.put("management.server.port", 0);
        properties.put("management.server.address", "127.0.0.1");
        properties.put("spring.datasource.url", database.url());
        properties.put("spring.datasource.username", database.user());
        properties.put("spring.datasource.password", database.password());
        properties.put("tocsin.gateway.reconciliation-lag", "PT0S");
        properties.putAll(further);
        return properties;
    }

    /** Stops it, leaving its data. */
    public void stop() {
        if (context != null) {
            context.close();
        }
    }

    /** A client with the token of that name: cert, operator, officer, officer2, admin, auditor. */
    public Http as(String tokenName) {
        return new Http(base(), token(tokenName));
    }

    /** A client with any text as its token. */
    public Http withToken(String token) {
        return new Http(base(), token);
    }

    /** The token of that name. */
    public String token(String name) {
        try {
            return WireJson.MAPPER
                    .readTree(Files.readAllBytes(directory.resolve("credentials.json")))
                    .path("tokens")
                    .path(name)
                    .asString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Publishes a record of the directory, as the coordinator does. */
    public void published(SignedMessage record, String aboutMember) {
        send(Topics.DIRECTORY, aboutMember, record.bytes());
    }

    /** Puts signed bytes into this member's inbox, as the coordinator does. */
    public void told(Lane lane, String key, byte[] bytes) {
        send(Topics.inbox(member, lane), key, bytes);
    }

    /** Everything in this member's outbox lane. */
    public List<ConsumerRecord<byte[], byte[]>> said(Lane lane) {
        String topic = Topics.outbox(member, lane);
        Map<String, Object> settings = new KafkaSettings("test", RealParts.bootstrapServers()).consumer("test");
        Properties properties = new Properties();
        properties.putAll(settings);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            List<TopicPartition> partitions = java.util.stream.IntStream.range(0, PARTITIONS)
                    .mapToObj(number -> new TopicPartition(topic, number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long total = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<ConsumerRecord<byte[], byte[]>> records = new java.util.ArrayList<>();
            while (records.size() < total) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** The messages in this member's outbox lane. */
    public List<SignedMessage> messages(Lane lane) {
        return said(lane).stream().map(record -> parsed(record.value())).toList();
    }

    /** A query for one number on the gateway's own database. */
    public long count(String sql) {
        return context.getBean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql(sql)
                .query(Long.class)
                .single();
    }

    /** A query for texts on the gateway's own database. */
    public List<String> texts(String sql) {
        return context.getBean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql(sql)
                .query(String.class)
                .list();
    }

    /** A bare socket to the public door. */
    public RawHttp raw() {
        return raw(0);
    }

    /** A bare socket with a receive buffer of that many bytes. */
    public RawHttp raw(int receiveBuffer) {
        return new RawHttp(base(), receiveBuffer);
    }

    /** A change of the gateway's own database behind its back, as another replica or an administrator makes it. */
    public void change(String sql) {
        context.getBean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql(sql)
                .query()
                .listOfRows();
    }

    /** A connection to the gateway's own database, with all rights; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    /** What the gateway is told of its database. */
    public Map<String, Object> databaseProperties() {
        return Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password());
    }

    /** The value of one of the gateway's gauges. */
    public double gauge(String name) {
        return context.getBean(io.micrometer.core.instrument.MeterRegistry.class)
                .get(name)
                .gauge()
                .value();
    }

    /** Every route of a controller: {@code POST /v1/alerts}. */
    public Set<String> routes() {
        RequestMappingHandlerMapping mapping =
                context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        Set<String> routes = new java.util.TreeSet<>();
        mapping.getHandlerMethods().keySet().forEach(route -> route.getMethodsCondition()
                .getMethods()
                .forEach(method -> route.getPatternsCondition()
                        .getPatterns()
                        .forEach(pattern -> routes.add(method.name() + ' ' + pattern.getPatternString()))));
        return routes;
    }

    /** What the management port tells Prometheus. */
    public String metrics() {
        String port = context.getEnvironment().getProperty("local.management.port");
        return new Http(URI.create("http://127.0.0.1:" + port), "")
                .get("/actuator/prometheus")
                .body();
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    private void send(String topic, String key, byte[] bytes) {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(java.nio.charset.StandardCharsets.UTF_8), bytes))
                    .get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static SignedMessage parsed(byte[] bytes) {
        try {
            return SignedMessage.parse(bytes);
        } catch (org.tocsin.protocol.signing.MalformedJws malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static void recreate(String topic) {
        if (!CREATED.add(topic)) {
            RealParts.deleteTopic(topic);
        }
        int partitions = topic.equals(Topics.DIRECTORY) ? 1 : PARTITIONS;
        RealParts.createTopic(topic, partitions, LANE);
    }

    @Override
    public void close() {
        stop();
        producer.close();
    }
}
