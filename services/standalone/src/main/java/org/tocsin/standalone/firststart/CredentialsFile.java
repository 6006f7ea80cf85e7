/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tocsin.protocol.json.WireJson;

/** Everybody's door and first tokens, by name, in one file of mode 600 that programs read. */
public record CredentialsFile(List<Door> members) {

    /** A member's door and the tokens that open it. */
    public record Door(String code, String url, Map<String, String> tokens) {}

    /** Reads the file. */
    public static CredentialsFile read(Path file) throws IOException {
        return WireJson.MAPPER.readValue(Files.readAllBytes(file), CredentialsFile.class);
    }

    /** Replaces the file. */
    public void write(Path file) throws IOException {
        WholeFile.secret(file, WireJson.MAPPER.writeValueAsString(this));
    }

    /** The door of a member, if it has one here. */
    public Optional<Door> door(String code) {
        return members.stream().filter(door -> door.code().equals(code)).findFirst();
    }
}
