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
import org.jspecify.annotations.Nullable;
import org.tocsin.embedded.EmbeddedBroker;
import org.tocsin.embedded.EmbeddedPostgres;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/**
 * The exchange of {@code docker-compose.yml} without an engine: a broker and a database server in this JVM, coordinator
 * and gateways each a process of its own with exactly the variables of the file. Hosts, paths and ports are those of
 * this machine.
 */
public final class SeparateProcesses implements Exchange, AutoCloseable {

    private static final List<String> SMALL = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final String COORDINATOR = "coordinator";

    private static @Nullable SeparateProcesses shared;

    private final Path room = Checkout.emptyRoom("separate");
    private final ComposeFile file = ComposeFile.read();
    private final EmbeddedBroker broker;
    private final EmbeddedPostgres postgres;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Map<String, Participant> members = new LinkedHashMap<>();

    private SeparateProcesses() {
        broker = EmbeddedBroker.start(room.resolve("kafka"), 0);
        postgres = EmbeddedPostgres.start(room.resolve("postgres"), 0);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-separate-processes"));
    }

    private void begin() {
        prepare();
        Path jar = Checkout.program(COORDINATOR, "tocsin-coordinator-*-app.jar");
        programs.put(COORDINATOR, program(jar, file.coordinator()));
        for (ComposeFile.Service gateway : file.gateways()) {
            Path gatewayJar = Checkout.program("gateway", "tocsin-gateway-*-app.jar");
            programs.put(gateway.environment().get("TOCSIN_MEMBER"), program(gatewayJar, gateway));
        }
        programs.values().forEach(program -> program.start(Map.of()));
        file.gateways().forEach(this::meet);
        members.keySet().forEach(this::awaitKnown);
    }

    /** The exchange that scenarios share. It ends with this JVM. */
    public static synchronized SeparateProcesses shared() {
        if (shared == null) {
            shared = new SeparateProcesses();
            shared.begin();
        }
        return shared;
    }

    @Override
    public Participant member(String code) {
        return members.get(code);
    }

    @Override
    public Http coordinator() {
        return new Http(programs.get(COORDINATOR).management(), "");
    }

    @Override
    public Wire wire() {
        return new Wire(broker.bootstrapServers(), room.resolve("prepare/data/keys"));
    }

    /** SIGKILL to the coordinator. */
    public void killCoordinator() {
        programs.get(COORDINATOR).process.kill();
    }

    /** Starts the coordinator again on its data. */
    public void restartCoordinator() {
        programs.get(COORDINATOR).start(Map.of());
    }

    /** Ends a member's gateway and starts it again with further variables. */
    public void restartGateway(String member, Map<String, String> variables) {
        programs.get(member).process.end();
        programs.get(member).start(variables);
        awaitKnown(member);
    }

    @Override
    public void close() {
        members.values().forEach(Participant::close);
        programs.values().forEach(program -> program.process.end());
        broker.close();
        postgres.close();
    }

    private void prepare() {
        ComposeFile.Service preparation = file.preparation();
        Place place = new Place(preparation);
        place.write("/run/tocsin/TOCSIN_DATABASE_PASSWORD", postgres.password());
        List<String> words =
                new ArrayList<>(List.of("-Xmx128m", "-jar", Standalone.jar().toString()));
        preparation.command("prepare").forEach(word -> words.add(place.here(word)));
        ChildProcess process =
                ChildProcess.java(room.resolve("prepare.txt"), words, place.here(preparation.environment()));
        if (process.exitCode() != 0) {
            throw new IllegalStateException("prepare failed: " + process.output());
        }
    }

    private void meet(ComposeFile.Service service) {
        String code = service.environment().get("TOCSIN_MEMBER");
        Program program = programs.get(code);
        Path credentials = Path.of(program.variables.get("TOCSIN_CREDENTIALS_FILE"));
        Patience.await("the credentials of " + code)
                .atMost(START_LIMIT)
                .until(() -> program.isAlive() && Files.exists(credentials) && program.answers("readiness"));
        Map<String, String> tokens = new HashMap<>();
        read(credentials)
                .path("tokens")
                .properties()
                .forEach(token -> tokens.put(token.getKey(), token.getValue().asString()));
        members.put(code, new Participant(code, program.gateway(), program.management(), tokens));
    }

    private void awaitKnown(String code) {
        Program program = programs.get(code);
        Patience.await(code + " takes part")
                .atMost(START_LIMIT)
                .until(() -> program.isAlive() && program.answers("exchange") && knowsAll(code));
    }

    private boolean knowsAll(String code) {
        String known = members.get(code).as("cert").get("/v1/members").body();
        return members.keySet().stream().allMatch(other -> known.contains("\"" + other + "\""));
    }

    private Program program(Path jar, ComposeFile.Service service) {
        Map<String, String> variables = new Place(service).here(service.environment());
        variables.put("TOCSIN_MANAGEMENT_PORT", Integer.toString(FreePorts.one()));
        variables.put("TOCSIN_MANAGEMENT_ADDRESS", "127.0.0.1");
        if (variables.containsKey("TOCSIN_MEMBER")) {
            variables.put("TOCSIN_PORT", Integer.toString(FreePorts.one()));
            variables.put("TOCSIN_ADDRESS", "127.0.0.1");
        }
        return new Program(jar, room.resolve(service.name() + ".txt"), variables);
    }

    private static JsonNode read(Path json) {
        try {
            return WireJson.MAPPER.readTree(Files.readAllBytes(json));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * A service's own view of hosts and paths. A volume lies where the preparation mounts it, below its own root; one
     * that it does not mount lies by itself.
     */
    private final class Place {

        private final ComposeFile.Service service;

        Place(ComposeFile.Service service) {
            this.service = service;
        }

        Map<String, String> here(Map<String, String> environment) {
            Map<String, String> variables = new HashMap<>();
            environment.forEach((name, value) -> variables.put(name, here(value)));
            variables.computeIfPresent("TOCSIN_DATABASE_USER", (name, value) -> postgres.user());
            return variables;
        }

        String here(String word) {
            if (word.startsWith("jdbc:postgresql://")) {
                return postgres.jdbcUrl(word.substring(word.lastIndexOf('/') + 1));
            }
            String own = word.replaceAll("^broker:\\d+$", broker.bootstrapServers());
            for (Map.Entry<String, String> mount : service.mounts().entrySet()) {
                own = own.replaceAll(
                        "(?<![\\w/])" + mount.getValue() + "(?=/|$)",
                        volume(mount.getKey()).toString());
            }
            return own.startsWith("/") && !own.startsWith(room.toString()) ? root() + own : own;
        }

        void write(String path, String text) {
            try {
                Path target = Path.of(here(path));
                Files.createDirectories(target.getParent());
                Files.writeString(target, text);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private Path volume(String name) {
            String atPreparation = file.preparation().mounts().get(name);
            Path volume = atPreparation == null
                    ? room.resolve("volumes").resolve(name)
                    : room.resolve("prepare" + atPreparation);
            try {
                return Files.createDirectories(volume);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private Path root() {
            return room.resolve(service.name());
        }
    }

    /** One service as a process. */
    private static final class Program {

        private final Path jar;
        private final Path output;
        private final Map<String, String> variables;
        private ChildProcess process;

        Program(Path jar, Path output, Map<String, String> variables) {
            this.jar = jar;
            this.output = output;
            this.variables = variables;
        }

        void start(Map<String, String> more) {
            Map<String, String> all = new HashMap<>(variables);
            all.putAll(more);
            List<String> words = new ArrayList<>(SMALL);
            words.addAll(List.of("-jar", jar.toString()));
            process = ChildProcess.java(output, words, all);
        }

        boolean isAlive() {
            if (!process.isAlive()) {
                throw new IllegalStateException(output.getFileName() + ": " + process.output());
            }
            return true;
        }

        boolean answers(String group) {
            try {
                return new Http(management(), "")
                                .get("/actuator/health/" + group)
                                .status()
                        == 200;
            } catch (UncheckedIOException notYet) {
                return false;
            }
        }

        URI gateway() {
            return URI.create("http://127.0.0.1:" + variables.get("TOCSIN_PORT"));
        }

        URI management() {
            return URI.create("http://127.0.0.1:" + variables.get("TOCSIN_MANAGEMENT_PORT"));
        }
    }
}
