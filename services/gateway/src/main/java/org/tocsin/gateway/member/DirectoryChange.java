/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.member;

import java.util.List;
import java.util.Optional;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.http.Violation;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.Succession;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;

/**
 * A record that the registrar signed, to follow the one the directory holds. Judged here so that a mistake is told to
 * whoever made it; the coordinator judges again. Pure.
 */
record DirectoryChange(DirectoryEntry entry, SignedMessage signed) {

    /** Reads a record that was put for a member; {@link Refused} says why it cannot become the directory's. */
    static DirectoryChange read(byte[] jws, Member member, Directory directory) {
        DirectoryChange change = believed(jws, directory);
        if (!change.entry().member().equals(member)) {
            throw invalid("/member", "not-the-member-of-the-path");
        }
        DirectoryEntry held = directory.entry(member).orElse(null);
        Optional<Succession.Fault> fault = Succession.fault(held, change.entry());
        if (fault.isPresent()) {
            throw refused(fault.get());
        }
        return change;
    }

    private static DirectoryChange believed(byte[] jws, Directory directory) {
        try {
            SignedMessage signed = SignedMessage.parse(jws);
            if (verdict(signed, directory) instanceof Verification.Refused no) {
                throw invalid("", no.reason().slug());
            }
            return new DirectoryChange(MessageCodec.decodeEntry(signed.payload()), signed);
        } catch (MalformedJws malformed) {
            throw invalid("", "malformed-jws");
        } catch (Undecodable unreadable) {
            throw invalid("", "wrong-schema");
        }
    }

    private static Verification verdict(SignedMessage signed, Directory directory) {
        return Verifier.verifyByAnchor(
                signed,
                directory.anchor().orElseThrow(() -> new IllegalStateException("a gateway begins with its anchor")));
    }

    private static Refused refused(Succession.Fault fault) {
        return fault == Succession.Fault.ENTRY_NOT_NEWER
                ? new Refused(ProblemType.ENTRY_NOT_NEWER)
                : invalid(fault == Succession.Fault.ENTRY_TOO_LOW ? "/entry" : "/keys", fault.slug());
    }

    private static Refused invalid(String pointer, String rule) {
        return new Refused(ProblemType.INVALID_DIRECTORY_RECORD, List.of(new Violation(pointer, rule)));
    }
}
