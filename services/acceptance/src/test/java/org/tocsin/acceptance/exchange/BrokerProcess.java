/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.tocsin.embedded.EmbeddedBroker;

/** A broker that is a process of its own, so that it can be killed, held still, and robbed of its data. */
public final class BrokerProcess {

    private static final String SERVES = "The broker serves.";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path room;
    private final int port = FreePorts.one();
    private ChildProcess process;
    private int starts;

    private BrokerProcess(Path room) {
        this.room = room;
        this.process = launch();
    }

    static BrokerProcess start(Path room) {
        return new BrokerProcess(room);
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** How its administrator reaches it, anew since its last start. */
    Administrator administrator() {
        return Administrator.of(room.resolve("kafka"));
    }

    /** The process. */
    public ChildProcess process() {
        return process;
    }

    /** Starts it again on its data. */
    public void restart() {
        process = launch();
    }

    /** Ends it and takes all it had away. */
    public void endAndWipe() {
        process.end();
        try {
            Files.walkFileTree(room.resolve("kafka"), new Deletion());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ChildProcess launch() {
        Path output = room.resolve("broker-" + ++starts + ".txt");
        List<String> words = List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                room.resolve("kafka").toString(),
                Integer.toString(port));
        ChildProcess launched = ChildProcess.java(output, words, Map.of());
        Patience.await("the broker serves").atMost(START_LIMIT).until(() -> {
            if (!launched.isAlive()) {
                throw new IllegalStateException("The broker ended: " + launched.output());
            }
            return launched.output().contains(SERVES);
        });
        return launched;
    }

    /** Serves on this data and port until it is told to end. */
    public static void main(String[] words) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.startGuarded(Path.of(words[0]), Integer.parseInt(words[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "end-broker"));
        System.out.println(SERVES);
        new CountDownLatch(1).await();
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
