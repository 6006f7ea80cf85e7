/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.tocsin.protocol.Topics;

/**
 * What the coordinator must be told. {@code kafka} are the brokers' addresses; {@code keyFile} its private signing key;
 * {@code anchorFile} the registrar's public key; {@code directoryFile} the first version of the directory, blank for none;
 * {@code partitions} how many every topic of {@link Topics#of} has.
 */
@ConfigurationProperties("tocsin.coordinator")
record CoordinatorSettings(
        String kafka,
        Path keyFile,
        Path anchorFile,
        @DefaultValue("") String directoryFile,
        @DefaultValue("6") int partitions) {

    /** Refuses a configuration that no coordinator can run with. */
    CoordinatorSettings {
        if (kafka == null || kafka.isBlank()) {
            throw new IllegalArgumentException("tocsin.coordinator.kafka (TOCSIN_KAFKA) names no broker");
        }
        if (keyFile == null || anchorFile == null) {
            throw new IllegalArgumentException(
                    "tocsin.coordinator.key-file (TOCSIN_KEY_FILE) and anchor-file (TOCSIN_ANCHOR_FILE) are compulsory");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("tocsin.coordinator.partitions (TOCSIN_PARTITIONS) is at least 1");
        }
    }

    Optional<Path> directory() {
        return directoryFile.isBlank() ? Optional.empty() : Optional.of(Path.of(directoryFile));
    }
}
