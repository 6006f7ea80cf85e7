/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The published images of Kafka and PostgreSQL in containers. */
final class ContainerParts implements Parts {

    private static final String KAFKA_IMAGE = "apache/kafka:4.2.1";
    private static final String POSTGRES_IMAGE = "postgres:18";

    private @Nullable KafkaContainer broker;
    private @Nullable PostgreSQLContainer postgres;

    @Override
    public String bootstrapServers() {
        if (broker == null) {
            broker = new KafkaContainer(KAFKA_IMAGE)
                    .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                    .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1")
                    .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
            broker.start();
        }
        return broker.getBootstrapServers();
    }

    @Override
    public TestDatabase createDatabase(String name) {
        if (postgres == null) {
            postgres = new PostgreSQLContainer(POSTGRES_IMAGE)
                    .withUsername("tocsin")
                    .withCommand("postgres", "-c", "max_connections=200");
            postgres.start();
        }
        String server = "jdbc:postgresql://" + postgres.getHost() + ":" + postgres.getMappedPort(5432) + "/";
        execute("CREATE DATABASE " + name, postgres);
        return new TestDatabase(server + name, postgres.getUsername(), postgres.getPassword());
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.stop();
        }
        if (postgres != null) {
            postgres.stop();
        }
    }

    private static void execute(String sql, PostgreSQLContainer postgres) {
        try (Connection connection = postgres.createConnection("");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL in the container refused: " + sql, e);
        }
    }
}
