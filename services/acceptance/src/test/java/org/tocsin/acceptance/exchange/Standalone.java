/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** The whole exchange as one process, started from the jar as a user starts it. */
public final class Standalone implements Exchange, AutoCloseable {

    /** What scenarios on it lock: one has it after the other. */
    public static final String RESOURCE = "the standalone";

    private static final List<String> BOUNDED = List.of("-Xmx512m");
    private static final List<String> SHORT_LIVED = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private static @Nullable Standalone shared;
    private static @Nullable Standalone secluded;

    private final Path room;
    private final int port;
    private final Words words;
    private final Map<String, Participant> members = new LinkedHashMap<>();
    private ChildProcess process;
    private Duration startedIn = Duration.ZERO;

    private Standalone(String name, Words words) {
        this.room = Checkout.emptyRoom(name);
        this.port = FreePorts.rows();
        this.words = words;
        this.process = launch();
        awaitReady();
        meetMembers();
    }

    /** What it is started with: the JVM's options, the program's arguments, variables. */
    private record Words(List<String> options, List<String> arguments, Map<String, String> variables) {}

    /** The exchange that scenarios share: kz, uz, kg and centre. It ends with this JVM. */
    public static synchronized Standalone shared() {
        if (shared == null) {
            shared = new Standalone("shared", new Words(BOUNDED, List.of(), Map.of()));
        }
        return shared;
    }

    /**
     * The exchange of kz, uz, kg, in and centre in which nothing happens but what its scenarios do: no deadline of
     * others falls due in it, and nobody compares unasked. It ends with this JVM.
     */
    public static synchronized Standalone secluded() {
        if (secluded == null) {
            Map<String, String> seldom = Map.of("TOCSIN_RECONCILIATION", "P365D");
            secluded = new Standalone("secluded", new Words(BOUNDED, List.of("--members=kz,uz,kg,in"), seldom));
        }
        return secluded;
    }

    /** One on fresh data of its own, with the JVM's own defaults. */
    public static Standalone startPlainly(String name) {
        return new Standalone(name, new Words(List.of(), List.of(), Map.of()));
    }

    /** The jar that users start, as a copy. */
    static Path jar() {
        return Checkout.program("standalone", "tocsin.jar");
    }

    @Override
    public Participant member(String code) {
        return members.get(code);
    }

    /** Its members, in the order it was told them. */
    public List<Participant> members() {
        return List.copyOf(members.values());
    }

    @Override
    public Http coordinator() {
        return new Http(url(port + FreePorts.managementOffset() + members.size()), "");
    }

    @Override
    public Wire wire() {
        return new Wire(Administrator.of(data().resolve("kafka")), data().resolve("keys"));
    }

    /** Its data directory. */
    public Path data() {
        return room.resolve("data");
    }

    /** The first of its ports. */
    public int port() {
        return port;
    }

    /** How long the last start took until the program said it was ready. */
    public Duration startedIn() {
        return startedIn;
    }

    /** The process. */
    public ChildProcess process() {
        return process;
    }

    /** An accident removes an alert from a member's database, below its gateway. */
    public void loses(String member, PostedAlert alert) {
        Rows.of(data(), member).lose(alert);
    }

    /** How often a member's database holds the revision among its events. */
    public int eventsAt(String member, PostedAlert alert) {
        return Rows.of(data(), member).events(alert);
    }

    /** Gives every cell of a database by its name, {@code gateway_kz} or {@code coordinator}, with its table. */
    public void forEachCell(String database, BiConsumer<String, byte[]> taker) {
        Rows.ofDatabase(data(), database).forEachCell(taker);
    }

    /** Gives every file the program has written beside the data of broker and database server. */
    public void forEachFile(BiConsumer<Path, byte[]> taker) {
        try (Stream<Path> files = Files.walk(room)) {
            for (Path file :
                    files.filter(Files::isRegularFile).filter(this::isOwn).toList()) {
                taker.accept(file, Files.readAllBytes(file));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean isOwn(Path file) {
        String below = data().relativize(file).toString();
        return !below.startsWith("kafka") && !below.startsWith("postgres");
    }

    /** SIGKILL to the program; its database server is left an orphan. */
    public void kill() {
        process.kill();
    }

    /** SIGKILL to everything, the database server too. */
    public void killAll() {
        process.killWithOffspring();
    }

    /** Starts the program again on the same data. */
    public void restart() {
        process = launch();
        awaitReady();
    }

    /** Another run of the jar on words of its own, to its end. */
    public static ChildProcess run(String name, List<String> words) {
        List<String> command = new ArrayList<>(SHORT_LIVED);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(words);
        return ChildProcess.java(Checkout.emptyRoom(name).resolve("output.txt"), command, Map.of());
    }

    @Override
    public void close() {
        members.values().forEach(Participant::close);
        process.end();
    }

    private ChildProcess launch() {
        List<String> command = new ArrayList<>(words.options());
        command.addAll(List.of("-jar", jar().toString(), "--data=" + data(), "--port=" + port));
        command.addAll(words.arguments());
        Map<String, String> variables = new HashMap<>(words.variables());
        // What is compared may be as new as a scenario is short.
        variables.put("TOCSIN_RECONCILIATION_LAG", "PT0S");
        return ChildProcess.java(room.resolve("output-" + System.nanoTime() + ".txt"), command, variables);
    }

    private void awaitReady() {
        long begun = System.nanoTime();
        Patience.await("the start of the standalone").atMost(START_LIMIT).until(this::isReady);
        startedIn = Duration.ofNanos(System.nanoTime() - begun);
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The standalone ended: " + process.output());
        }
        return process.output().contains("Tocsin is ready");
    }

    private void meetMembers() {
        for (JsonNode member : read(data().resolve("credentials.json")).path("members")) {
            String code = member.path("code").asString();
            URI gateway = URI.create(member.path("url").asString());
            Map<String, String> tokens = new HashMap<>();
            member.path("tokens")
                    .properties()
                    .forEach(
                            token -> tokens.put(token.getKey(), token.getValue().asString()));
            URI management = url(gateway.getPort() + FreePorts.managementOffset());
            members.put(code, new Participant(code, gateway, management, tokens));
        }
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static JsonNode read(Path file) {
        try {
            return WireJson.MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
