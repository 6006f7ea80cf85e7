/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.standalone.feed.KevFeed;
import org.tocsin.standalone.membership.MemberCommand;

/** The command line: runs an exchange, or carries out one of the commands beside it. */
public final class StandaloneApplication {

    private StandaloneApplication() {}

    /** Leaves with 0 when the command was carried out, 1 when something stood in its way, 2 when it was wrong. */
    public static void main(String[] words) {
        try {
            run(Arrays.asList(words), System.out);
        } catch (CannotRun refused) {
            System.err.println(refused.getMessage());
            System.exit(refused.exitCode());
        }
    }

    private static void run(List<String> words, PrintStream out) throws CannotRun {
        String first = words.isEmpty() ? "" : words.get(0);
        if (first.equals("--help") || first.equals("help")) {
            out.print(Help.TEXT);
            return;
        }
        boolean isNamed = !first.isEmpty() && !first.startsWith("--");
        List<String> options = isNamed ? words.subList(1, words.size()) : words;
        switch (isNamed ? first : "run") {
            case "run" -> runExchange(words, Arguments.parse(options, RunCommand.OPTIONS), out);
            case "feed" -> {
                Logs.onlyErrors();
                KevFeed.run(Arguments.parse(options, KevFeed.OPTIONS), out);
            }
            case "audit" -> {
                Logs.onlyErrors();
                AuditCommand.run(options, out);
            }
            case "prepare" -> {
                Logs.onlyErrors();
                PrepareCommand.run(Arguments.parse(options, PrepareCommand.OPTIONS), out);
            }
            case "member" -> {
                Logs.onlyErrors();
                MemberCommand.run(options, Clock.systemUTC(), out);
            }
            default -> throw CannotRun.askedWrongly("There is no command " + first + "; --help lists what there is.");
        }
    }

    private static void runExchange(List<String> words, Arguments arguments, PrintStream out) throws CannotRun {
        if (SmallMachine.isHere()) {
            SmallMachine.watchParent();
            RunCommand.run(arguments, out);
        } else {
            RunCommand.plan(arguments);
            System.exit(SmallMachine.run(words));
        }
    }
}
