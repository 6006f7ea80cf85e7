/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.tocsin.protocol.Member;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.standalone.cli.MemberList;
import org.tocsin.standalone.exchange.Exchange;
import org.tocsin.standalone.exchange.ExchangePlan;
import org.tocsin.standalone.exchange.Welcome;
import org.tocsin.standalone.firststart.DataLayout;

/** Runs an exchange until the process is told to stop. */
final class RunCommand {

    static final Set<String> OPTIONS = Set.of("members", "data", "port");

    private static final int HIGHEST_PORT = 65_535;

    private RunCommand() {}

    static void run(Arguments arguments, PrintStream out) throws CannotRun {
        long begun = System.nanoTime();
        ExchangePlan plan = plan(arguments);
        Logs.writeTo(plan.layout().log());
        Exchange exchange = new Exchange(plan);
        Runtime.getRuntime().addShutdownHook(new Thread(exchange::close, "stop"));
        exchange.start(() -> out.println("Tocsin starts, which may take half a minute. Its log is "
                + plan.layout().log() + '.'));
        new Welcome(plan).lines(Duration.ofNanos(System.nanoTime() - begun)).forEach(out::println);
    }

    static ExchangePlan plan(Arguments arguments) throws CannotRun {
        List<Member> members = MemberList.withCentre(arguments.text("members", "kz,uz,kg,centre"));
        if (members.size() > ExchangePlan.MOST_MEMBERS) {
            throw CannotRun.askedWrongly("At most " + ExchangePlan.MOST_MEMBERS + " members run in one process.");
        }
        int firstPort = arguments.number("port", 8080, 1, HIGHEST_PORT - ExchangePlan.HIGHEST_OFFSET);
        return new ExchangePlan(new DataLayout(arguments.path("data", "tocsin-data")), members, firstPort);
    }
}
