/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.tocsin.embedded.EmbeddedBroker;
import org.tocsin.protocol.Member;
import org.tocsin.transport.KafkaAccess;
import org.tocsin.transport.KafkaSettings;

/** A guarded broker with the topics and accounts of thirty members, some of whose codes begin with another's. */
final class GuardedBroker {

    static final List<Member> MEMBERS = Stream.concat(
                    Stream.of("kz", "kz2", "kz-2", "uz"),
                    IntStream.rangeClosed(1, 26).mapToObj(number -> "m" + (10 + number)))
            .map(Member::new)
            .toList();

    private static @Nullable GuardedBroker shared;

    private final EmbeddedBroker broker;
    private final DataLayout layout;

    private GuardedBroker() throws IOException, ExecutionException, InterruptedException {
        Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "guarded-");
        this.layout = new DataLayout(home);
        this.broker = EmbeddedBroker.startGuarded(layout.broker(), 0);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "guarded-broker-stop"));
        new ExchangeTopics(administrator(), 1).create(MEMBERS);
        open(MEMBERS);
        // What the controller has written the broker knows a moment later.
        Member last = MEMBERS.get(MEMBERS.size() - 1);
        Awaitility.await().until(() -> isLetIn(last));
    }

    private boolean isLetIn(Member member) throws IOException, InterruptedException {
        try (Admin admin = admin(member)) {
            return !admin.listTopics().names().get().isEmpty();
        } catch (ExecutionException refused) {
            return false;
        }
    }

    /** The one of this test run. */
    static synchronized GuardedBroker shared() throws ExecutionException, InterruptedException {
        try {
            shared = shared == null ? new GuardedBroker() : shared;
            return shared;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void open(List<Member> members) throws IOException, ExecutionException, InterruptedException {
        new BrokerAccounts(administrator(), layout).open(members);
    }

    KafkaSettings administrator() {
        Map<String, String> client = broker.administrator();
        return new KafkaSettings("administrator", client.get("bootstrap.servers"), client);
    }

    /** A client's settings with the account of that owner. */
    KafkaSettings as(Member owner) throws IOException {
        return as(owner.code(), password(owner), "SCRAM-SHA-512", broker.bootstrapServers());
    }

    KafkaSettings as(String user, String password, String mechanism, String address) throws IOException {
        return new KafkaAccess(KafkaAccess.Protocol.SASL_PLAINTEXT, mechanism, user, password, "", "", false)
                .settings("probe", address);
    }

    Admin admin(Member owner) throws IOException {
        return Admin.create(as(owner).admin());
    }

    String password(Member owner) throws IOException {
        return Files.readString(passwordFile(owner)).strip();
    }

    Path passwordFile(Member owner) {
        return layout.kafkaPassword(owner);
    }

    String clientDoor() {
        return broker.bootstrapServers();
    }

    String internalDoor() {
        return broker.administrator().get("bootstrap.servers");
    }
}
