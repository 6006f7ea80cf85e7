/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MembershipRequest;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;

/** Where the registrar's key is: a request becomes a member's first record, or its next key. */
final class AdmitCommand {

    static final Set<String> ADMISSION = Set.of(
            "request",
            "registrar-key",
            "directory",
            "fingerprint",
            "months",
            "tlp-ceiling",
            "out",
            "post",
            "token-file");
    static final Set<String> ROTATION = Set.of(
            "request",
            "registrar-key",
            "directory",
            "fingerprint",
            "months",
            "overlap-days",
            "out",
            "post",
            "token-file");
    private static final int DAYS_A_MONTH = 31;
    // No key is valid longer (and none ends sooner after its successor came) than docs/operations.md says.
    private static final int MOST_MONTHS = 13;
    private static final int LEAST_OVERLAP = 30;
    private static final int MOST_OVERLAP = 400;

    private final Arguments arguments;
    private final NextRecord next;
    private final PrintStream out;

    AdmitCommand(Arguments arguments, Clock clock, PrintStream out) {
        this.arguments = arguments;
        this.next = new NextRecord(clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        this.out = out;
    }

    void admit() throws CannotRun {
        Registry registry = Registry.open(arguments, out);
        MembershipRequest request = confirmed();
        if (registry.held(request.member()).isPresent()) {
            throw CannotRun.here(
                    request.member() + " is in the directory already; member rotate gives it a further key.");
        }
        DirectoryEntry entry = next.admitted(request, life(), ceiling());
        out.println("Before it is addressed it needs, in this order:");
        out.println("  a Kafka user for its gateway;");
        Topics.of(request.member())
                .forEach(topic -> out.println("  the topic " + topic + ", with the exchange's partitions;"));
        out.println("  its rights: write and read tocsin.outbox." + request.member() + "., read tocsin.inbox."
                + request.member() + ". and tocsin.directory.");
        registry.issue(entry);
    }

    void rotate() throws CannotRun {
        Registry registry = Registry.open(arguments, out);
        MembershipRequest request = confirmed();
        Duration overlap =
                Duration.ofDays(arguments.number("overlap-days", LEAST_OVERLAP, LEAST_OVERLAP, MOST_OVERLAP));
        registry.issue(next.rotated(registry.mustHold(request.member()), request, life(), overlap));
    }

    private MembershipRequest confirmed() throws CannotRun {
        MembershipRequest request = Requests.proven(Path.of(arguments.required("request")));
        Fingerprint fingerprint = Fingerprint.of(request.key().kid());
        out.println(request.member() + ", " + request.name() + ", asks with the key of this fingerprint:");
        out.println(fingerprint);
        String given = arguments.text("fingerprint", "");
        fingerprint.mustBe(given.isEmpty() ? null : given);
        return request;
    }

    private Duration life() throws CannotRun {
        return Duration.ofDays((long) DAYS_A_MONTH * arguments.number("months", MOST_MONTHS, 1, MOST_MONTHS));
    }

    private @Nullable Label ceiling() throws CannotRun {
        String label = arguments.text("tlp-ceiling", "");
        try {
            return label.isEmpty() ? null : Label.of(label);
        } catch (IllegalArgumentException unknown) {
            throw CannotRun.askedWrongly("--tlp-ceiling is a label such as TLP:AMBER.");
        }
    }
}
