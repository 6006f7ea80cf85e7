/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.tocsin.protocol.Member;
import org.tocsin.standalone.cli.Arguments;
import org.tocsin.standalone.cli.CannotRun;
import org.tocsin.standalone.cli.MemberList;
import org.tocsin.standalone.firststart.BrokerAccounts;
import org.tocsin.standalone.firststart.DataLayout;
import org.tocsin.standalone.firststart.Databases;
import org.tocsin.standalone.firststart.ExchangeTopics;
import org.tocsin.standalone.firststart.Identities;
import org.tocsin.transport.KafkaAccess;
import org.tocsin.transport.KafkaSettings;

/** Makes what services elsewhere need before they start; running it again adds only what is missing. */
final class PrepareCommand {

    static final Set<String> OPTIONS = Set.of("kafka", "postgres", "members", "data", "partitions", "password-file");

    private static final int PARTITIONS = 6;
    private static final int MOST_PARTITIONS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<Member> members;
    private final Identities identities;
    private final ExchangeTopics topics;
    private final Optional<BrokerAccounts> accounts;
    private final Databases databases;

    private PrepareCommand(Arguments arguments, Map<String, String> environment) throws CannotRun {
        this.members = MemberList.withCentre(arguments.required("members"));
        DataLayout layout = new DataLayout(arguments.path("data", "tocsin-data"));
        this.identities = new Identities(layout, Clock.systemUTC());
        KafkaSettings administrator = administrator(arguments, environment);
        this.topics = new ExchangeTopics(administrator, arguments.number("partitions", PARTITIONS, 1, MOST_PARTITIONS));
        // A broker that knows no credentials keeps no accounts.
        this.accounts = administrator.isAuthenticated()
                ? Optional.of(new BrokerAccounts(administrator, layout))
                : Optional.empty();
        this.databases = new Databases(
                arguments.required("postgres"),
                environment.getOrDefault("TOCSIN_DATABASE_USER", "tocsin"),
                password(arguments, environment));
    }

    static void run(Arguments arguments, PrintStream out) throws CannotRun {
        PrepareCommand command = new PrepareCommand(arguments, System.getenv());
        try {
            command.identities.makeKeys(command.members);
            command.createWhenReachable();
            command.identities.listAll(command.members);
        } catch (IOException failure) {
            throw CannotRun.here("The data directory cannot be written: " + failure.getMessage(), failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw CannotRun.here("Interrupted.", stopping);
        }
        String accounts = command.accounts.isPresent() ? "Kafka accounts, " : "";
        out.println("Ready: keys, topics, " + accounts + "databases and directory of " + command.members + ".");
    }

    private void createWhenReachable() throws CannotRun, IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                topics.create(members);
                if (accounts.isPresent()) {
                    accounts.get().open(members);
                }
                databases.create(members);
                return;
            } catch (ExecutionException | SQLException | KafkaException later) {
                if (System.nanoTime() > deadline) {
                    throw CannotRun.here("Broker or database cannot be prepared: " + later.getMessage(), later);
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private static KafkaSettings administrator(Arguments arguments, Map<String, String> environment) throws CannotRun {
        try {
            return KafkaAccess.of(environment).settings("prepare", arguments.required("kafka"));
        } catch (IllegalArgumentException refused) {
            throw CannotRun.askedWrongly(refused.getMessage() + '.');
        } catch (IOException unreadable) {
            throw CannotRun.here("Kafka cannot be asked: " + unreadable.getMessage() + '.');
        }
    }

    private static String password(Arguments arguments, Map<String, String> environment) throws CannotRun {
        String file = arguments.text("password-file", "");
        try {
            return file.isEmpty()
                    ? environment.getOrDefault("TOCSIN_DATABASE_PASSWORD", "")
                    : Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            throw CannotRun.here("The password file " + file + " cannot be read.");
        }
    }
}
