/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The broker configuration of one combined controller and broker: reachable on loopback only, small in memory and
 * threads, and with the retention and record size the protocol asks of every broker. Without a guard everybody may do
 * everything.
 */
record BrokerSettings(
        Path logDirectory, Ports ports, @Nullable BrokerGuard guard) {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = BrokerGuard.CONTROLLER_LISTENER;

    /** Where it listens: for clients, for itself and its administrator, and as its own controller. */
    record Ports(int client, int internal, int controller) {}

    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE_ID)),
            Map.entry("controller.listener.names", CONTROLLER_LISTENER),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("message.max.bytes", Integer.toString(1024 * 1024)),
            Map.entry("log.retention.hours", Integer.toString(14 * 24)),
            // Index files are allocated in full when a segment opens: 1 MiB is enough for segments of this size.
            Map.entry("log.segment.bytes", Integer.toString(128 * 1024 * 1024)),
            Map.entry("log.index.size.max.bytes", Integer.toString(1024 * 1024)),
            // The default of 128 MiB is taken from the heap at start.
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024)),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // A broker started after a kill is let in when the session of the killed one ends (default 9 s).
            Map.entry("broker.session.timeout.ms", "3000"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "2"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "1"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("share.coordinator.threads", "1"),
            Map.entry("metric.reporters", ""));

    private static final Map<String, String> UNGUARDED = Map.of(
            "inter.broker.listener.name",
            BrokerGuard.CLIENT_LISTENER,
            "listener.security.protocol.map",
            "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");

    Map<String, String> toMap() {
        Map<String, String> settings = new HashMap<>(FIXED);
        settings.putAll(guard == null ? UNGUARDED : guard.settings());
        String advertised = guard == null ? client() : client() + "," + internal();
        settings.put("log.dirs", logDirectory.toString());
        settings.put("listeners", advertised + "," + at(CONTROLLER_LISTENER, ports.controller()));
        settings.put("advertised.listeners", advertised);
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + ports.controller());
        return settings;
    }

    private String client() {
        return at(BrokerGuard.CLIENT_LISTENER, ports.client());
    }

    private String internal() {
        return at(BrokerGuard.INTERNAL_LISTENER, ports.internal());
    }

    private static String at(String listener, int port) {
        return listener + "://127.0.0.1:" + port;
    }
}
