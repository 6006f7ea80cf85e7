/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.standalone.firststart.CredentialsFile;
import org.tocsin.standalone.firststart.DataLayout;
import org.tocsin.standalone.firststart.WholeFile;

/**
 * Collects the tokens that each gateway wrote at its first start: all in one file for programs, and each in a file of
 * its own, which a shell reads by {@code $(cat …)}. All of mode 600.
 */
final class FirstTokens {

    private final DataLayout layout;

    FirstTokens(DataLayout layout) {
        this.layout = layout;
    }

    /** What a gateway writes. */
    private record Written(String code, Map<String, String> tokens) {}

    void collect(List<Place> places) throws IOException, CannotRun {
        List<CredentialsFile.Door> doors = new ArrayList<>();
        for (Place place : places) {
            Map<String, String> tokens = tokens(layout.credentials(place.member()));
            doors.add(new CredentialsFile.Door(place.member().code(), place.url(), tokens));
            writeEach(place.member(), tokens);
        }
        new CredentialsFile(doors).write(layout.credentials());
    }

    private void writeEach(Member member, Map<String, String> tokens) throws IOException {
        WholeFile.secretDirectory(layout.tokens());
        for (Map.Entry<String, String> token : tokens.entrySet()) {
            WholeFile.secret(layout.token(member, token.getKey()), token.getValue() + "\n");
        }
    }

    private static Map<String, String> tokens(Path file) throws IOException, CannotRun {
        if (!Files.exists(file)) {
            throw CannotRun.here("The first tokens in " + file
                    + " are gone and only their hashes are kept elsewhere; restore the file.");
        }
        return WireJson.MAPPER
                .readValue(Files.readAllBytes(file), Written.class)
                .tokens();
    }
}
