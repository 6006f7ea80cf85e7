/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.tocsin.embedded.EmbeddedBroker;
import org.tocsin.embedded.EmbeddedPostgres;

/**
 * The embedded broker and database on throw-away data. The data lies below Maven's target directory where there is one,
 * so that the PostgreSQL programs unpacked beside it serve the next run too.
 */
final class EmbeddedParts implements Parts {

    private static final Path BUILD_OUTPUT = Path.of("target");

    private final Path home = home();
    private final Path brokerData =
            home.resolve("kafka-" + ProcessHandle.current().pid());
    private final Path postgresData =
            home.resolve("postgres-" + ProcessHandle.current().pid());

    private @Nullable EmbeddedBroker broker;
    private @Nullable EmbeddedPostgres postgres;

    @Override
    public String bootstrapServers() {
        if (broker == null) {
            deleteWithContent(brokerData);
            broker = EmbeddedBroker.start(brokerData, 0);
        }
        return broker.bootstrapServers();
    }

    @Override
    public TestDatabase createDatabase(String name) {
        if (postgres == null) {
            deleteWithContent(postgresData);
            postgres = EmbeddedPostgres.start(postgresData, 0);
        }
        postgres.createDatabase(name);
        return new TestDatabase(postgres.jdbcUrl(name), postgres.user(), postgres.password());
    }

    @Override
    public void stop() {
        try (EmbeddedBroker stoppedLast = broker;
                EmbeddedPostgres stoppedFirst = postgres) {
            LoggerFactory.getLogger(EmbeddedParts.class).debug("Stopping {} and {}", stoppedFirst, stoppedLast);
        } finally {
            deleteWithContent(brokerData);
            deleteWithContent(postgresData);
            deleteUnlessReused(home);
        }
    }

    private static Path home() {
        try {
            return Files.isDirectory(BUILD_OUTPUT)
                    ? Files.createDirectories(BUILD_OUTPUT.resolve("real-parts"))
                    : Files.createTempDirectory("tocsin-real-parts-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteUnlessReused(Path home) {
        if (!home.startsWith(BUILD_OUTPUT)) {
            deleteWithContent(home);
        }
    }

    private static void deleteWithContent(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
