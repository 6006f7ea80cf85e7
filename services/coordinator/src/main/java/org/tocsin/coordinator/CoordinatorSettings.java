/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.KafkaAccess;
import org.tocsin.transport.Pkcs11;

/**
 * What the coordinator must be told. {@code kafka} are the brokers' addresses and {@code kafkaAccess} how it shows them
 * who it is; {@code keyFile} its private signing key, {@code nextKeyFile} the one that follows it, {@code pkcs11} a module
 * with such keys, blank where there is none; {@code anchorFile} the registrar's public key; {@code directoryFile} the
 * first version of the directory, blank for none; {@code partitions} how many every topic of {@link Topics#of} has.
 */
@ConfigurationProperties("tocsin.coordinator")
record CoordinatorSettings(
        String kafka,
        KafkaAccess kafkaAccess,
        @DefaultValue("") String keyFile,
        @DefaultValue("") String nextKeyFile,
        @DefaultValue Pkcs11 pkcs11,
        Path anchorFile,
        @DefaultValue("") String directoryFile,
        @DefaultValue("6") int partitions) {

    /** Refuses a configuration that no coordinator can run with. */
    CoordinatorSettings {
        if (kafka == null || kafka.isBlank()) {
            throw new IllegalArgumentException("tocsin.coordinator.kafka (TOCSIN_KAFKA) names no broker");
        }
        if (anchorFile == null) {
            throw new IllegalArgumentException("tocsin.coordinator.anchor-file (TOCSIN_ANCHOR_FILE) is compulsory");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("tocsin.coordinator.partitions (TOCSIN_PARTITIONS) is at least 1");
        }
    }

    /** Its private signing keys; which of them signs, the directory says. */
    List<Path> keyFiles() {
        return Stream.of(keyFile, nextKeyFile)
                .filter(file -> !file.isBlank())
                .map(Path::of)
                .toList();
    }

    Optional<Path> directory() {
        return directoryFile.isBlank() ? Optional.empty() : Optional.of(Path.of(directoryFile));
    }
}
