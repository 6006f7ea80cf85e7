/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.signing.SigningKey;
import org.tocsin.transport.KeyFiles;

/**
 * The signing keys of a data directory. On a demonstration's machine all of them are made in one place; in an exchange
 * between states each is made at home and only its public half is shown to the registrar.
 */
final class Signers {

    private final DataLayout layout;

    Signers(DataLayout layout) {
        this.layout = layout;
    }

    /** The key of this owner, made now unless it is there. */
    SigningKey key(Member owner) throws IOException {
        Path file = layout.key(owner);
        if (!Files.exists(file)) {
            WholeFile.secretDirectory(Objects.requireNonNull(file.getParent()));
            KeyFiles.write(SigningKey.generate(owner), file);
        }
        return KeyFiles.signingKey(file);
    }

    boolean has(Member owner) {
        return Files.exists(layout.key(owner));
    }
}
