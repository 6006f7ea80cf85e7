/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What goes wrong on a bad day, and what whoever runs the machines does about it; the rest heals by itself. */
public enum Fault {
    SENDER_KILLED("the sender's gateway is killed between commit and send"),
    RECIPIENT_KILLED("the recipient's gateway is killed between receive and receipt"),
    COORDINATOR_KILLED("a coordinator is killed in the middle of copying"),
    COORDINATORS_KILLED("all coordinators are killed"),
    BROKER_KILLED("the broker is killed"),
    BROKER_WIPED("the broker loses all its data"),
    DATABASE_RESTARTED("the database server is restarted"),
    SESSION_KILLED("a session of the database server is killed"),
    SECOND_RECIPIENT("a second process with the recipient's identity joins and leaves"),
    GATEWAYS_RESTORED("the databases of sender and recipient come from an older backup"),
    COORDINATOR_RESTORED("the coordinators' database comes from an older backup"),
    COORDINATOR_LOST("the coordinators' database is lost"),
    SERVICES_FROZEN("a gateway of sender and recipient and a coordinator stand still for half a minute"),
    BROKER_FROZEN("the broker stands still for half a minute"),
    DATABASE_FROZEN("the database server stands still for half a minute");

    private static final Duration STANDSTILL = Duration.ofSeconds(30);
    private static final List<String> COORDINATORS = List.of("coordinator", "coordinator-2");
    private static final List<String> GATEWAYS = List.of("kz", "kz-2", "uz");
    private static final Map<String, String> RESTORED = Map.of("TOCSIN_RESTORED", "true");

    private final String sentence;

    Fault(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return sentence;
    }

    /** Says whether readers are shown again what they saw, under new numbers: a backup does not know what came after. */
    public boolean makesStreamsBeginAgain() {
        return this == GATEWAYS_RESTORED;
    }

    /** What must be done before, such as a backup. */
    public void prepare(SeparateProcesses exchange) {
        if (this == GATEWAYS_RESTORED) {
            end(exchange, GATEWAYS);
            exchange.databases().save("gateway_kz");
            exchange.databases().save("gateway_uz");
            exchange.startAll(GATEWAYS);
        } else if (this == COORDINATOR_RESTORED) {
            end(exchange, COORDINATORS);
            exchange.databases().save("coordinator");
            exchange.startAll(COORDINATORS);
        }
    }

    /** Lets it happen; returns when everything runs again. */
    public void strike(SeparateProcesses exchange) {
        switch (this) {
            case SENDER_KILLED -> kill(exchange, List.of("kz"));
            case RECIPIENT_KILLED -> kill(exchange, List.of("uz"));
            case COORDINATOR_KILLED -> kill(exchange, List.of("coordinator"));
            case COORDINATORS_KILLED -> kill(exchange, COORDINATORS);
            case BROKER_KILLED -> killBroker(exchange);
            case BROKER_WIPED -> wipeBroker(exchange);
            case DATABASE_RESTARTED -> exchange.databases().restart();
            case SESSION_KILLED -> exchange.databases().killASession("gateway_kz");
            case SECOND_RECIPIENT -> joinAndLeave(exchange);
            case GATEWAYS_RESTORED -> restoreGateways(exchange);
            case COORDINATOR_RESTORED -> restoreCoordinators(exchange);
            case COORDINATOR_LOST -> loseCoordinators(exchange);
            case SERVICES_FROZEN -> freezeServices(exchange);
            case BROKER_FROZEN -> freeze(exchange.broker().process().family());
            case DATABASE_FROZEN -> freeze(exchange.databases().family());
        }
    }

    private static void kill(SeparateProcesses exchange, List<String> services) {
        services.forEach(service -> exchange.process(service).kill());
        exchange.startAll(services);
    }

    private static void killBroker(SeparateProcesses exchange) {
        exchange.broker().process().kill();
        exchange.broker().restart();
    }

    private static void wipeBroker(SeparateProcesses exchange) {
        exchange.broker().endAndWipe();
        exchange.broker().restart();
        exchange.makeTopics();
    }

    private static void joinAndLeave(SeparateProcesses exchange) {
        exchange.startSecond("uz");
        exchange.endSecond("uz");
    }

    private static void restoreGateways(SeparateProcesses exchange) {
        end(exchange, GATEWAYS);
        exchange.databases().putBack("gateway_kz");
        exchange.databases().putBack("gateway_uz");
        exchange.start("kz", RESTORED);
        exchange.start("uz", RESTORED);
        exchange.start("kz-2");
    }

    private static void restoreCoordinators(SeparateProcesses exchange) {
        end(exchange, COORDINATORS);
        exchange.databases().putBack("coordinator");
        exchange.startAll(COORDINATORS);
    }

    private static void loseCoordinators(SeparateProcesses exchange) {
        end(exchange, COORDINATORS);
        exchange.databases().lose("coordinator");
        exchange.startAll(COORDINATORS);
    }

    private static void end(SeparateProcesses exchange, List<String> services) {
        services.forEach(service -> exchange.process(service).end());
    }

    private static void freezeServices(SeparateProcesses exchange) {
        freeze(Stream.of("kz", "uz", "coordinator")
                .flatMap(service -> exchange.process(service).family().stream())
                .toList());
    }

    private static void freeze(List<ProcessHandle> family) {
        Instant until = Instant.now().plus(STANDSTILL);
        family.forEach(process -> ChildProcess.signal("STOP", process));
        Patience.await("the standstill is over").until(() -> Instant.now().isAfter(until));
        family.forEach(process -> ChildProcess.signal("CONT", process));
    }
}
