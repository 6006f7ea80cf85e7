/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A service's own view of hosts and paths. A volume lies where the preparation mounts it, below its own root; one
 * that it does not mount lies by itself.
 */
final class Place {

    private final Machine machine;
    private final ComposeFile.Service service;

    Place(Machine machine, ComposeFile.Service service) {
        this.machine = machine;
        this.service = service;
    }

    /** What stands for the hosts and volumes of the file. */
    record Machine(Path room, ComposeFile file, BrokerProcess broker, DatabaseServer databases) {}

    Map<String, String> here(Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>();
        environment.forEach((name, value) -> variables.put(name, here(value)));
        variables.computeIfPresent(
                "TOCSIN_DATABASE_USER", (name, value) -> machine.databases().user());
        return variables;
    }

    String here(String word) {
        if (word.startsWith("jdbc:postgresql://")) {
            return machine.databases().jdbcUrl(word.substring(word.lastIndexOf('/') + 1));
        }
        String own = word.replaceAll("^broker:9092$", machine.broker().bootstrapServers())
                .replaceAll("^broker:9094$", machine.broker().administrator().address());
        for (Map.Entry<String, String> mount : service.mounts().entrySet()) {
            own = own.replaceAll(
                    "(?<![\\w/])" + mount.getValue() + "(?=/|$)",
                    volume(mount.getKey()).toString());
        }
        return own.startsWith("/") && !own.startsWith(machine.room().toString()) ? root() + own : own;
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
        String atPreparation = machine.file().preparation().mounts().get(name);
        Path volume = atPreparation == null
                ? machine.room().resolve("volumes").resolve(name)
                : machine.room().resolve("prepare" + atPreparation);
        try {
            return Files.createDirectories(volume);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path root() {
        return machine.room().resolve(service.name());
    }
}
