/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.membership;

import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;

/** {@code member} and the act behind it. */
public final class MemberCommand {

    private MemberCommand() {}

    /** Carries out one act; the words begin with its name. */
    public static void run(List<String> words, Clock clock, PrintStream out) throws CannotRun {
        String act = words.isEmpty() ? "" : words.get(0);
        List<String> options = words.isEmpty() ? words : words.subList(1, words.size());
        switch (act) {
            case "request" -> RequestCommand.run(Arguments.parse(options, RequestCommand.OPTIONS), clock, out);
            case "admit" -> new AdmitCommand(Arguments.parse(options, AdmitCommand.ADMISSION), clock, out).admit();
            case "rotate" -> new AdmitCommand(Arguments.parse(options, AdmitCommand.ROTATION), clock, out).rotate();
            case "revoke" ->
                change(options, ChangeCommand.REVOCATION, clock, out).revoke();
            case "suspend" ->
                change(options, ChangeCommand.STANDING, clock, out).stand(MemberStatus.SUSPENDED);
            case "reinstate" ->
                change(options, ChangeCommand.STANDING, clock, out).stand(MemberStatus.ACTIVE);
            case "leave" -> change(options, ChangeCommand.STANDING, clock, out).stand(MemberStatus.LEFT);
            default ->
                throw CannotRun.askedWrongly(
                        "member is followed by request, admit, rotate, revoke, suspend, reinstate or leave.");
        }
    }

    private static ChangeCommand change(List<String> options, Set<String> known, Clock clock, PrintStream out)
            throws CannotRun {
        return new ChangeCommand(Arguments.parse(options, known), clock, out);
    }
}
