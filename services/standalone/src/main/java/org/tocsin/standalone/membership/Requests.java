/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tocsin.protocol.directory.MembershipRequest;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.standalone.cli.CannotRun;

/** Reads request files, and believes only those signed by the very key that they ask for. */
final class Requests {

    private Requests() {}

    static MembershipRequest proven(Path file) throws CannotRun {
        try {
            SignedMessage signed = SignedMessage.parse(
                    Files.readString(file).strip().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            MembershipRequest request = MessageCodec.decodeRequest(signed.payload());
            if (!Verifier.isProven(signed, request)) {
                throw CannotRun.here("The request in " + file + " is not signed by the key it asks for.");
            }
            return request;
        } catch (IOException | MalformedJws | Undecodable unreadable) {
            throw CannotRun.here("There is no request in " + file + " that can be read.", unreadable);
        }
    }
}
