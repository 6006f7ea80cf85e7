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
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/**
 * The exchange of {@code docker-compose.yml} without an engine: broker, database server, coordinator and gateways each a
 * process of its own, the services with exactly the variables of the file. Hosts, paths and ports are those of this
 * machine. A service may have a second replica: the same program on the same database.
 */
public final class SeparateProcesses implements Exchange, AutoCloseable {

    /** What scenarios on them lock: one has them after the other. */
    public static final String RESOURCE = "the separate processes";

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final String COORDINATOR = "coordinator";

    private static @Nullable SeparateProcesses shared;

    private final Path room = Checkout.emptyRoom("separate");
    private final ComposeFile file = ComposeFile.read();
    private final BrokerProcess broker;
    private final DatabaseServer postgres;
    private final Place.Machine machine;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Map<String, Participant> members = new LinkedHashMap<>();
    private final Map<String, Participant> replicas = new LinkedHashMap<>();

    private SeparateProcesses() {
        broker = BrokerProcess.start(room);
        postgres = new DatabaseServer(room.resolve("postgres"));
        machine = new Place.Machine(room, file, broker, postgres);
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
        return new Wire(broker.administrator(), room.resolve("prepare/data/keys"));
    }

    /** The broker. */
    public BrokerProcess broker() {
        return broker;
    }

    /** The database server. */
    public DatabaseServer databases() {
        return postgres;
    }

    /** A service's process: {@code coordinator}, a member's gateway by its code, or their {@link #second}. */
    public ChildProcess process(String service) {
        return programs.get(service).process();
    }

    /** The name of a service's second replica. */
    public static String second(String service) {
        return service + "-2";
    }

    /** Starts a service, or starts it again on its data; returns when it takes part. */
    public void start(String service) {
        start(service, Map.of());
    }

    /** Starts services together. */
    public void startAll(List<String> services) {
        services.forEach(service -> programs.get(service).start(Map.of()));
        services.forEach(this::awaitServing);
    }

    /** Starts a service with further variables. */
    public void start(String service, Map<String, String> variables) {
        programs.get(service).start(variables);
        awaitServing(service);
    }

    /** Waits until a service takes part. */
    public void awaitServing(String service) {
        Program program = programs.get(service);
        Patience.await(service + " takes part")
                .atMost(START_LIMIT)
                .until(() -> program.isAlive() && program.answers("exchange"));
    }

    /** Starts a second replica of a service, unless there is one. */
    public void startSecond(String service) {
        String second = second(service);
        if (programs.containsKey(second)) {
            return;
        }
        Program first = programs.get(service);
        Map<String, String> variables = new HashMap<>(first.variables());
        variables.keySet().stream()
                .filter(name -> name.endsWith("_PORT"))
                .toList()
                .forEach(name -> variables.put(name, Integer.toString(FreePorts.one())));
        Program program = first.like(second, variables);
        programs.put(second, program);
        start(second);
        Participant member = members.get(service);
        if (member != null) {
            replicas.put(service, member.at(program.gateway(), program.management()));
        }
    }

    /** Ends a service's second replica, if there is one. */
    public void endSecond(String service) {
        Program program = programs.remove(second(service));
        if (program != null) {
            program.process().end();
        }
        Participant replica = replicas.remove(service);
        if (replica != null) {
            replica.close();
        }
    }

    /** A member as its second gateway knows it. */
    public Participant replica(String code) {
        return replicas.get(code);
    }

    /** A live stream of a member behind that cursor, which goes to the other gateway whenever it is cut off. */
    public LiveStream streamAtBothDoors(String code, long cursor) {
        Participant member = members.get(code);
        List<URI> doors = List.of(member.gateway(), replicas.get(code).gateway());
        return new LiveStream(doors, member.token("operator"), Long.toString(cursor));
    }

    /** Makes the topics again that a broker lost. */
    public void makeTopics() {
        prepare();
    }

    /** SIGKILL to the coordinator. */
    public void killCoordinator() {
        process(COORDINATOR).kill();
    }

    /** Starts the coordinator again on its data. */
    public void restartCoordinator() {
        programs.get(COORDINATOR).start(Map.of());
    }

    /** Ends a member's gateway and starts it again with further variables. */
    public void restartGateway(String member, Map<String, String> variables) {
        process(member).end();
        programs.get(member).start(variables);
        awaitKnown(member);
    }

    @Override
    public void close() {
        members.values().forEach(Participant::close);
        replicas.values().forEach(Participant::close);
        programs.values().forEach(program -> program.process().end());
        broker.process().end();
        postgres.close();
    }

    private void prepare() {
        ComposeFile.Service preparation = file.preparation();
        Place place = new Place(machine, preparation);
        place.write("/run/tocsin/TOCSIN_DATABASE_PASSWORD", postgres.password());
        place.write("/run/kafka/admin.password", broker.administrator().password());
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
        Path credentials = Path.of(program.variables().get("TOCSIN_CREDENTIALS_FILE"));
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
        Map<String, String> variables = new Place(machine, service).here(service.environment());
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
}
