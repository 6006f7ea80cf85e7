/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded.testing;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real broker and database of a test run. Each is started once per JVM, when a test first asks for it, and stopped
 * when the JVM exits. Containers are used where a Docker engine answers and Testcontainers is on the class path, the
 * embedded parts otherwise; the environment variable {@code TOCSIN_TEST_PARTS} ({@code containers} or
 * {@code embedded}) overrides the choice. Tests share both servers, so they use topics and databases of their own.
 */
public final class RealParts {

    private static final Logger log = LoggerFactory.getLogger(RealParts.class);

    private static @Nullable Parts parts;

    private RealParts() {}

    public static synchronized String bootstrapServers() {
        return parts().bootstrapServers();
    }

    /** A new empty database. */
    public static synchronized TestDatabase newDatabase() {
        return parts().createDatabase("test_" + uniqueSuffix());
    }

    /** Creates a topic, with one replica, and returns when it is there. */
    public static void createTopic(String name, int partitions, Map<String, String> config) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(config);
        administer(admin -> admin.createTopics(Set.of(topic)).all());
    }

    public static void deleteTopic(String name) {
        administer(admin -> admin.deleteTopics(Set.of(name)).all());
    }

    /** Eight letters and digits that make a name of a topic, group or database unlike any other. */
    public static String uniqueSuffix() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static Parts parts() {
        if (parts == null) {
            boolean containers = usesContainers();
            log.info("Tests run on {}", containers ? "Kafka and PostgreSQL in containers" : "embedded parts");
            parts = containers ? new ContainerParts() : new EmbeddedParts();
            Runtime.getRuntime().addShutdownHook(new Thread(parts::stop, "real-parts-stop"));
        }
        return parts;
    }

    private static boolean usesContainers() {
        return switch (System.getenv().getOrDefault("TOCSIN_TEST_PARTS", "")) {
            case "containers" -> true;
            case "embedded" -> false;
            default -> hasTestcontainers() && DockerEngine.answers();
        };
    }

    private static boolean hasTestcontainers() {
        ClassLoader loader = RealParts.class.getClassLoader();
        return loader.getResource("org/testcontainers/kafka/KafkaContainer.class") != null
                && loader.getResource("org/testcontainers/postgresql/PostgreSQLContainer.class") != null;
    }

    private static void administer(Function<Admin, KafkaFuture<Void>> work) {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        try (Admin admin = Admin.create(properties)) {
            work.apply(admin).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker refused", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker worked", e);
        }
    }
}
