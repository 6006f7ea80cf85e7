/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How a service shows the brokers who it is, as its configuration says: the user and its password, given or in a file,
 * by that SASL mechanism; {@code ca} is a PEM file of the authorities the brokers' certificates come from, blank for the
 * JVM's own; {@code insecure} allows what is refused otherwise: a connection that others on the way could read. Blank
 * texts are absent.
 */
public record KafkaAccess(
        Protocol protocol,
        String mechanism,
        String user,
        String password,
        String passwordFile,
        String ca,
        boolean insecure) {

    /** Kafka's words for the ways of connecting. Without encryption nothing proves that it is the broker who answers. */
    public enum Protocol {
        /** Credentials over TLS. */
        SASL_SSL,
        /** Credentials without encryption. */
        SASL_PLAINTEXT,
        /** Neither. */
        PLAINTEXT
    }

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    /** As these environment variables say, for programs that have no configuration file. */
    public static KafkaAccess of(Map<String, String> variables) {
        String protocol = variables.getOrDefault("TOCSIN_KAFKA_PROTOCOL", Protocol.SASL_SSL.name());
        if (Arrays.stream(Protocol.values()).noneMatch(one -> one.name().equals(protocol))) {
            throw new IllegalArgumentException("TOCSIN_KAFKA_PROTOCOL is one of " + Arrays.toString(Protocol.values()));
        }
        return new KafkaAccess(
                Protocol.valueOf(protocol),
                variables.getOrDefault("TOCSIN_KAFKA_MECHANISM", "SCRAM-SHA-512"),
                variables.getOrDefault("TOCSIN_KAFKA_USER", ""),
                variables.getOrDefault("TOCSIN_KAFKA_PASSWORD", ""),
                variables.getOrDefault("TOCSIN_KAFKA_PASSWORD_FILE", ""),
                variables.getOrDefault("TOCSIN_KAFKA_CA", ""),
                Boolean.parseBoolean(variables.get("TOCSIN_KAFKA_INSECURE")));
    }

    /**
     * The settings of a client of that name at these brokers.
     *
     * @throws IllegalArgumentException when the configuration is incomplete, or insecure and not allowed to be
     * @throws IOException when a file it names cannot be read
     */
    public KafkaSettings settings(String name, String bootstrapServers) throws IOException {
        requireSecure(bootstrapServers);
        Map<String, String> security = new HashMap<>();
        security.put("security.protocol", protocol.name());
        if (protocol != Protocol.PLAINTEXT) {
            security.put("sasl.mechanism", mechanism);
            security.put("sasl.jaas.config", login());
        }
        if (protocol == Protocol.SASL_SSL && !ca.isBlank()) {
            security.put("ssl.truststore.type", "PEM");
            security.put("ssl.truststore.location", existing(ca));
        }
        return new KafkaSettings(name, bootstrapServers, security);
    }

    /** The same, for that user where none is named. */
    public KafkaAccess orUser(String code) {
        return user.isBlank() ? new KafkaAccess(protocol, mechanism, code, password, passwordFile, ca, insecure) : this;
    }

    private void requireSecure(String bootstrapServers) {
        if (insecure || protocol == Protocol.SASL_SSL) {
            return;
        }
        if (protocol == Protocol.PLAINTEXT) {
            throw new IllegalArgumentException("Kafka without credentials (TOCSIN_KAFKA_PROTOCOL=PLAINTEXT) lets"
                    + " everybody read and write everything; only TOCSIN_KAFKA_INSECURE=true allows it");
        }
        if (!Arrays.stream(bootstrapServers.split(",")).map(String::strip).allMatch(KafkaAccess::isLoopback)) {
            throw new IllegalArgumentException("Kafka without encryption (TOCSIN_KAFKA_PROTOCOL=SASL_PLAINTEXT) is for"
                    + " brokers on this machine; elsewhere use SASL_SSL, or allow it by TOCSIN_KAFKA_INSECURE=true");
        }
    }

    // By the written address: a name that resolves to this machine today may not tomorrow.
    private static boolean isLoopback(String server) {
        return server.matches("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");
    }

    private String login() throws IOException {
        String secret = passwordFile.isBlank()
                ? password
                : Files.readString(Path.of(existing(passwordFile))).strip();
        if (user.isBlank() || secret.isEmpty()) {
            throw new IllegalArgumentException(
                    "Kafka needs a user (TOCSIN_KAFKA_USER) and a password (TOCSIN_KAFKA_PASSWORD_FILE or"
                            + " TOCSIN_KAFKA_PASSWORD)");
        }
        String module = mechanism.equals("PLAIN") ? PLAIN : SCRAM;
        return module + " required username=" + quoted(user) + " password=" + quoted(secret) + ';';
    }

    private static String quoted(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("Kafka's user and password are one line of printable characters");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String existing(String file) throws IOException {
        if (!Files.isReadable(Path.of(file))) {
            throw new IOException("the file " + file + " of the Kafka access cannot be read");
        }
        return file;
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return "KafkaAccess[protocol=" + protocol + ", mechanism=" + mechanism + ", user=" + user + ']';
    }
}
