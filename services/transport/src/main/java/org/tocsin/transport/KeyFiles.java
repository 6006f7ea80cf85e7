/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SigningKey;

/** The key files of a service: its own private key (mode 600) and the registrar's public key it trusts. */
public final class KeyFiles {

    private KeyFiles() {}

    /** Reads a private key. */
    public static SigningKey signingKey(Path file) throws IOException {
        try {
            return SigningKey.parse(Files.readString(file));
        } catch (MalformedJws malformed) {
            throw new IOException("not a signing key: " + file, malformed);
        }
    }

    /** Writes a private key to a new file that only its owner may read. */
    public static void write(SigningKey key, Path file) throws IOException {
        writeSecret(file, key.toJwk());
    }

    /** Reads the trust anchor. */
    public static MemberKey anchor(Path file) throws IOException {
        return WireJson.MAPPER.readValue(Files.readAllBytes(file), MemberKey.class);
    }

    /** Writes the trust anchor. */
    public static void write(MemberKey anchor, Path file) throws IOException {
        Files.write(file, WireJson.MAPPER.writeValueAsBytes(anchor));
    }

    /** Writes a text to a new file of mode 600; fails when the file exists. */
    public static void writeSecret(Path file, String text) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(file, ownerOnly);
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    }
}
