/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.tocsin.protocol.Member;
import org.tocsin.transport.KafkaSettings;

/**
 * The accounts of coordinator and gateways at the broker: a password in a file beside each one's signing key, exactly the
 * {@link BrokerRights}, and for a gateway how much it may ask of the broker before it has to wait. Opening them again
 * changes nothing, except that the broker learns a password that is new and forgets a right that is no longer one.
 */
public final class BrokerAccounts {

    private static final int PASSWORD_BYTES = 32;
    // Kafka's least. More would slow guessing, and 256 random bits are not guessed.
    private static final int ITERATIONS = 4_096;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final double MEBIBYTE = 1024 * 1024;
    // Several times what a gateway sends on its busiest day; a flood waits, and others do not wait for it.
    private static final Map<String, Double> QUOTAS = Map.of(
            "producer_byte_rate", 5 * MEBIBYTE,
            "consumer_byte_rate", 20 * MEBIBYTE,
            // Per cent of one thread of the broker.
            "request_percentage", 100.0);

    private final KafkaSettings administrator;
    private final DataLayout layout;

    /** Accounts at that broker, whose administrator we are, with the passwords of that data directory. */
    public BrokerAccounts(KafkaSettings administrator, DataLayout layout) {
        this.administrator = administrator;
        this.layout = layout;
    }

    /**
     * Opens the accounts of the coordinator and of these members.
     *
     * @throws ExecutionException when the broker cannot be asked or refuses
     */
    public void open(List<Member> members) throws IOException, ExecutionException, InterruptedException {
        List<Member> owners =
                Stream.concat(Stream.of(Member.COORDINATOR), members.stream()).toList();
        List<UserScramCredentialAlteration> credentials = new ArrayList<>();
        for (Member owner : owners) {
            credentials.add(new UserScramCredentialUpsertion(
                    owner.code(),
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                    password(layout.kafkaPassword(owner))));
        }
        try (Admin admin = Admin.create(administrator.admin())) {
            admin.alterUserScramCredentials(credentials).all().get();
            admin.alterClientQuotas(members.stream().map(BrokerAccounts::quota).toList())
                    .all()
                    .get();
            grant(admin, owners);
        }
    }

    private static void grant(Admin admin, List<Member> owners) throws ExecutionException, InterruptedException {
        Set<AclBinding> due = owners.stream()
                .flatMap(owner -> BrokerRights.of(owner).stream())
                .collect(Collectors.toSet());
        Set<String> principals =
                due.stream().map(right -> right.entry().principal()).collect(Collectors.toSet());
        Collection<AclBinding> held =
                admin.describeAcls(AclBindingFilter.ANY).values().get();
        Set<AclBinding> missing = new HashSet<>(due);
        held.forEach(missing::remove);
        List<AclBindingFilter> excess = held.stream()
                .filter(right -> principals.contains(right.entry().principal()) && !due.contains(right))
                .map(AclBinding::toFilter)
                .toList();
        admin.createAcls(missing).all().get();
        admin.deleteAcls(excess).all().get();
    }

    private static ClientQuotaAlteration quota(Member member) {
        return new ClientQuotaAlteration(
                new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, member.code())),
                QUOTAS.entrySet().stream()
                        .map(limit -> new ClientQuotaAlteration.Op(limit.getKey(), limit.getValue()))
                        .toList());
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            RANDOM.nextBytes(random);
            WholeFile.secretDirectory(Objects.requireNonNull(file.getParent()));
            WholeFile.secret(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        }
        return Files.readString(file).strip();
    }
}
