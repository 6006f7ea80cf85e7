/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import java.io.PrintStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberKey;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;

/** Where the registrar's key is: a member stands otherwise, or a key of it is believed no more. */
final class ChangeCommand {

    static final Set<String> STANDING = Set.of("member", "registrar-key", "directory", "out", "post", "token-file");
    static final Set<String> REVOCATION =
            Set.of("member", "registrar-key", "directory", "key", "reason", "at", "out", "post", "token-file");

    private final Arguments arguments;
    private final Clock clock;
    private final PrintStream out;

    ChangeCommand(Arguments arguments, Clock clock, PrintStream out) {
        this.arguments = arguments;
        this.clock = clock;
        this.out = out;
    }

    void stand(MemberStatus status) throws CannotRun {
        Registry registry = Registry.open(arguments, out);
        registry.issue(new NextRecord(clock.instant()).standing(registry.mustHold(member()), status));
    }

    void revoke() throws CannotRun {
        Registry registry = Registry.open(arguments, out);
        DirectoryEntry held = registry.mustHold(member());
        String reason = arguments.text("reason", "");
        String kid = key(held);
        registry.issue(new NextRecord(clock.instant()).revoked(held, kid, at(), reason.isEmpty() ? null : reason));
        out.println("Refused is what the broker appends from " + at() + " on with the key of this fingerprint:");
        out.println(Fingerprint.of(kid));
    }

    // Signing identities rotate and lose keys as members do.
    private Member member() throws CannotRun {
        String code = arguments.required("member");
        if (!Member.isCode(code)) {
            throw CannotRun.askedWrongly("--member is not a member's code.");
        }
        return new Member(code);
    }

    private String key(DirectoryEntry held) throws CannotRun {
        String asked = arguments.text("key", "");
        List<String> found = held.keys().stream()
                .filter(key -> asked.isEmpty()
                        ? key.isValidAt(clock.instant())
                        : key.kid().endsWith(asked))
                .map(MemberKey::kid)
                .toList();
        if (found.size() != 1) {
            throw CannotRun.askedWrongly("--key names one of " + held.member() + "'s keys by its kid: "
                    + held.keys().stream().map(MemberKey::kid).toList());
        }
        return found.get(0);
    }

    private Instant at() throws CannotRun {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        try {
            return Instant.parse(arguments.text("at", now.toString()));
        } catch (DateTimeException malformed) {
            throw CannotRun.askedWrongly("--at is a time such as 2026-11-24T10:00:00Z.");
        }
    }
}
