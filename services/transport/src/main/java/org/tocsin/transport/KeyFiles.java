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
import java.util.ArrayList;
import java.util.List;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SigningKey;

/**
 * The key files of a service: its own private key (mode 600), in a PKCS#12 store or as a JWK, and the registrar's public
 * key it trusts.
 */
public final class KeyFiles {

    private KeyFiles() {}

    /** Reads a private key; where a store is named and is not there, the JWK that an older version made beside it. */
    public static SigningKey signingKey(Path file) throws IOException {
        Path before = file.resolveSibling(Pkcs12.bare(file.getFileName().toString()) + ".jwk");
        if (Pkcs12.isOne(file) && (Files.exists(file) || !Files.exists(before))) {
            return Pkcs12.read(file);
        }
        return jwk(Pkcs12.isOne(file) ? before : file);
    }

    private static SigningKey jwk(Path file) throws IOException {
        try {
            return SigningKey.parse(Files.readString(file));
        } catch (MalformedJws malformed) {
            throw new IOException("not a signing key: " + file, malformed);
        }
    }

    /** Reads an owner's private keys, those in a module first. There is one at least. */
    public static List<SigningKey> signingKeys(Member owner, List<Path> files, Pkcs11 module) throws IOException {
        List<SigningKey> keys = new ArrayList<>(module.keys(owner));
        for (Path file : files) {
            SigningKey key = signingKey(file);
            if (!key.owner().equals(owner)) {
                throw new IOException("the key in " + file + " is not " + owner + "'s");
            }
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw new IOException("no signing key of " + owner + " is configured (TOCSIN_KEY_FILE)");
        }
        return List.copyOf(keys);
    }

    /**
     * Writes a private key to a new file that only its owner may read: a store, with its password in a file beside it,
     * when the name ends in {@code .p12}, else a JWK.
     */
    public static void write(SigningKey key, Path file) throws IOException {
        if (Pkcs12.isOne(file)) {
            Pkcs12.write(key, file);
        } else {
            writeSecret(file, key.toJwk());
        }
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
        writeSecret(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static void writeSecret(Path file, byte[] bytes) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(file, ownerOnly);
        Files.write(file, bytes, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    }
}
