/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.nio.file.Files;
import java.nio.file.Path;
import org.tocsin.protocol.Member;

/**
 * Where things lie in a data directory. Each signer has a directory of its own under {@code keys}, so that a deployment
 * can hand a service exactly its own; {@code public} holds what everybody may read.
 */
public record DataLayout(Path root) {

    /** The private signing key of a member, of the coordinator or of the registrar. */
    public Path key(Member owner) {
        return keyFile(owner, "signing");
    }

    /** The password of a member's gateway, or of the coordinator, at the broker. */
    public Path kafkaPassword(Member owner) {
        return root.resolve("keys").resolve(owner.code()).resolve("kafka.password");
    }

    /** The key that follows it, while there is one. */
    public Path nextKey(Member owner) {
        return keyFile(owner, "next");
    }

    // A data directory that an older version made keeps its JWKs.
    private Path keyFile(Member owner, String name) {
        Path keys = root.resolve("keys").resolve(owner.code());
        Path before = keys.resolve(name + ".jwk");
        return Files.exists(before) ? before : keys.resolve(name + ".p12");
    }

    /** The registrar's public key, which everybody trusts. */
    public Path anchor() {
        return root.resolve("public").resolve("anchor.json");
    }

    /** The directory's first records, one compact JWS a line. */
    public Path directory() {
        return root.resolve("public").resolve("directory.jws");
    }

    /** Where a member's gateway writes its first tokens. */
    public Path credentials(Member member) {
        return root.resolve("gateways").resolve(member.code()).resolve("credentials.json");
    }

    /** All members' first tokens, for programs. */
    public Path credentials() {
        return root.resolve("credentials.json");
    }

    /** One token alone, for a shell. */
    public Path token(Member member, String name) {
        return tokens().resolve(member.code() + "." + name);
    }

    /** Where each token lies alone. */
    public Path tokens() {
        return root.resolve("tokens");
    }

    /** The broker's data. */
    public Path broker() {
        return root.resolve("kafka");
    }

    /** The database server's data. */
    public Path postgres() {
        return root.resolve("postgres");
    }

    /** The log of all parts. */
    public Path log() {
        return root.resolve("tocsin.log");
    }
}
