/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.protocol.signing.SigningKey;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.standalone.firststart.DirectoryFile;
import org.tocsin.standalone.firststart.WholeFile;
import org.tocsin.transport.KeyFiles;

/**
 * The registrar's directory file and its key: where the record held is read and the next one is signed. The record then
 * goes into the file, into one of its own where asked, and to the centre's gateway where asked.
 */
final class Registry {

    private final Arguments arguments;
    private final DirectoryFile file;
    private final PrintStream out;

    private Registry(Arguments arguments, DirectoryFile file, PrintStream out) {
        this.arguments = arguments;
        this.file = file;
        this.out = out;
    }

    static Registry open(Arguments arguments, PrintStream out) throws CannotRun {
        Path keyFile = Path.of(arguments.required("registrar-key"));
        Path directory = arguments.path("directory", "tocsin-data/public/directory.jws");
        try {
            SigningKey key = KeyFiles.signingKey(keyFile);
            if (!key.owner().equals(Member.REGISTRAR)) {
                throw CannotRun.here("The key in " + keyFile + " is not the registrar's.");
            }
            return new Registry(arguments, DirectoryFile.read(directory, new Signer(key)), out);
        } catch (IOException unreadable) {
            throw CannotRun.here("The registrar's key or directory file cannot be read: " + unreadable.getMessage());
        }
    }

    Optional<DirectoryEntry> held(Member member) {
        return file.held(member);
    }

    DirectoryEntry mustHold(Member member) throws CannotRun {
        return held(member)
                .orElseThrow(
                        () -> CannotRun.here(member + " is not in the directory file; --directory names another."));
    }

    /** Signs the record and hands it on. */
    void issue(DirectoryEntry entry) throws CannotRun {
        String jws = file.put(entry);
        try {
            file.write();
            String own = arguments.text("out", "");
            if (!own.isEmpty()) {
                WholeFile.open(Path.of(own), jws + "\n");
            }
        } catch (IOException unwritable) {
            throw CannotRun.here("The record could not be written: " + unwritable.getMessage());
        }
        out.println("Signed entry " + entry.entry() + " of " + entry.member() + ".");
        post(entry.member(), jws);
    }

    private void post(Member member, String jws) throws CannotRun {
        String url = arguments.text("post", "");
        if (url.isEmpty()) {
            out.println("It is in the directory file. Hand it to the centre's gateway: PUT /v1/directory/" + member
                    + ", Content-Type: application/jose.");
            return;
        }
        new CentreDoor(url, token()).put(member, jws.getBytes(StandardCharsets.US_ASCII));
        out.println("The centre's gateway has taken it; within seconds it is everybody's.");
    }

    private String token() throws CannotRun {
        try {
            return Files.readString(Path.of(arguments.required("token-file"))).strip();
        } catch (IOException unreadable) {
            throw CannotRun.here("The token file cannot be read.");
        }
    }
}
