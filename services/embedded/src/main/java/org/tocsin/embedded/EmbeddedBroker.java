/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker with its own controller in this JVM, on loopback only. Acknowledged records survive a stop and a kill
 * of the JVM; like every Kafka broker it leaves writing to the disk itself to the operating system.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String ADMINISTRATOR = "admin.properties";

    private final DataDirectory directory;
    private final KafkaRaftServer server;
    private final BrokerSettings settings;

    private EmbeddedBroker(DataDirectory directory, KafkaRaftServer server, BrokerSettings settings) {
        this.directory = directory;
        this.server = server;
        this.settings = settings;
    }

    /**
     * Starts a broker that lets in only who has a credential, and lets nobody do anything that no access list allows.
     * It starts on the data of an open one too, which nobody may touch then until they are given the right.
     *
     * @see #start
     */
    public static EmbeddedBroker startGuarded(Path dataDirectory, int port) {
        return start(dataDirectory, port, new BrokerGuard());
    }

    /**
     * Starts a broker on the data of this directory, which is formatted the first time, and returns once it serves. It
     * is open: whoever can reach it may do anything, which suits tests that are not about rights.
     *
     * @param port where it listens; 0 means the port of the last start on this data, or any free one
     * @throws DataDirectoryException when the directory is in use or not writable
     * @throws EmbeddedPartException when the broker does not start
     */
    public static EmbeddedBroker start(Path dataDirectory, int port) {
        return start(dataDirectory, port, null);
    }

    private static EmbeddedBroker start(Path dataDirectory, int port, @Nullable BrokerGuard guard) {
        DataDirectory directory = DataDirectory.claim(dataDirectory);
        try {
            return started(directory, port, guard);
        } catch (Exception e) {
            directory.close();
            throw new EmbeddedPartException("The embedded Kafka broker did not start in " + directory.path(), e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + settings.ports().client();
    }

    /**
     * What a client needs to be the administrator, who may do everything, as long as this broker runs. A guarded broker
     * also keeps it in {@code admin.properties} of its data, mode 600, in the form that Kafka's own tools read.
     */
    public Map<String, String> administrator() {
        BrokerGuard guard = settings.guard();
        return guard == null
                ? Map.of("bootstrap.servers", bootstrapServers())
                : guard.administrator("127.0.0.1:" + settings.ports().internal());
    }

    /** Stops the broker cleanly and returns when it has stopped; a second call does nothing. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        directory.close();
    }

    private static EmbeddedBroker started(DataDirectory directory, int wanted, @Nullable BrokerGuard guard)
            throws Exception {
        int port = new RememberedPort(directory.path()).choose(wanted);
        Path logDirectory = directory.path().resolve("log");
        format(logDirectory);
        BrokerSettings settings = new BrokerSettings(
                logDirectory,
                new BrokerSettings.Ports(port, RememberedPort.anyFree(), RememberedPort.anyFree()),
                guard);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings.toMap(), false), Time.SYSTEM);
        startUp(server);
        log.info("Embedded Kafka broker on 127.0.0.1:{}, data in {}", port, directory.path());
        EmbeddedBroker broker = new EmbeddedBroker(directory, server, settings);
        broker.keepAdministrator();
        return broker;
    }

    private void keepAdministrator() throws IOException {
        Path file = directory.path().resolve(ADMINISTRATOR);
        Files.deleteIfExists(file);
        if (settings.guard() != null) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(
                    file,
                    administrator().entrySet().stream()
                            .map(setting -> setting.getKey() + '=' + setting.getValue())
                            .toList());
        }
    }

    private static void startUp(KafkaRaftServer server) {
        try {
            server.startup();
        } catch (Throwable failure) {
            server.shutdown();
            throw failure;
        }
    }

    /** The formatter writes meta.properties last, so without that file a format was never finished. */
    private static void format(Path logDirectory) throws Exception {
        if (Files.exists(logDirectory.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(logDirectory.toString())
                .setMetadataLogDirectory(logDirectory.toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setIgnoreFormatted(true)
                .run();
    }
}
