/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.KafkaSettings;

/** Thirty members and the coordinator × every topic and group × every operation: exactly what the protocol says. */
class BrokerAccountsIT {

    private static final Member KZ = new Member("kz");
    private static final List<Member> EVERYBODY = Stream.concat(
                    GuardedBroker.MEMBERS.stream(), Stream.of(Member.COORDINATOR))
            .toList();

    private static final Map<Member, Admin> ADMINS = new HashMap<>();

    private static GuardedBroker broker;
    private static List<String> topics;

    @BeforeAll
    static void haveABrokerOfThirtyMembers() throws Exception {
        broker = GuardedBroker.shared();
        try (Admin administrator = Admin.create(broker.administrator().admin())) {
            // So that Kafka's own topic of positions exists too.
            administrator
                    .listConsumerGroupOffsets("any")
                    .partitionsToOffsetAndMetadata()
                    .get();
            topics = List.copyOf(administrator
                    .listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get());
        }
        assertThat(topics).hasSize(GuardedBroker.MEMBERS.size() * 4 + 3).contains("__consumer_offsets");
    }

    @AfterAll
    static void letGo() {
        ADMINS.values().forEach(Admin::close);
        ADMINS.clear();
    }

    static List<Member> everybody() {
        return EVERYBODY;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everybody")
    void mayDoExactlyThisWithEachTopic(Member owner) throws Exception {
        Map<String, Set<AclOperation>> expected = new TreeMap<>();
        topics.forEach(topic -> expected.put(topic, expected(owner, topic)));

        assertThat(operations(admin(owner))).isEqualTo(expected);
        assertThat(admin(owner).listTopics().names().get())
                .as("what is not one's business does not exist")
                .containsExactlyInAnyOrderElementsOf(topics.stream()
                        .filter(topic -> !expected(owner, topic).isEmpty())
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everybody")
    void mayUseExactlyItsOwnGroupsAndNothingOfTheCluster(Member owner) throws Exception {
        List<String> groups =
                EVERYBODY.stream().flatMap(BrokerAccountsIT::groups).toList();

        assertThat(usable(admin(owner), groups))
                .containsExactlyInAnyOrderElementsOf(groups(owner).toList());
        assertThat(admin(owner)
                        .describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
                        .authorizedOperations()
                        .get())
                .isEmpty();
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        isNotLetIn(broker.as("kz", broker.password(new Member("uz")), "SCRAM-SHA-512", broker.clientDoor()));
        isNotLetIn(broker.as("xy", broker.password(KZ), "SCRAM-SHA-512", broker.clientDoor()));
    }

    @Test
    void aPasswordIsNeverTakenInPlainTextAndNoMemberEntersByTheInternalDoor() throws IOException {
        isNotLetIn(broker.as("kz", broker.password(KZ), "PLAIN", broker.clientDoor()));
        isNotLetIn(broker.as("kz", broker.password(KZ), "PLAIN", broker.internalDoor()));
        isNotLetIn(broker.as("kz", broker.password(KZ), "SCRAM-SHA-512", broker.internalDoor()));
    }

    @Test
    void eachPasswordIsRandomAndForItsOwnerOnly() throws IOException {
        List<String> passwords = new ArrayList<>();
        for (Member owner : EVERYBODY) {
            passwords.add(broker.password(owner));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(broker.passwordFile(owner))))
                    .isEqualTo("rw-------");
        }

        assertThat(passwords).doesNotHaveDuplicates().allSatisfy(password -> assertThat(password)
                .hasSizeGreaterThanOrEqualTo(43));
    }

    @Test
    void aPasswordTakenAwayIsReplacedAndTheOldOneRefused() throws Exception {
        Member rotating = new Member("m36");
        KafkaSettings before = broker.as(rotating);
        Files.delete(broker.passwordFile(rotating));

        broker.open(List.of(rotating));

        Awaitility.await().untilAsserted(() -> isNotLetIn(before));
        try (Admin admin = broker.admin(rotating)) {
            assertThat(admin.listTopics().names().get()).isNotEmpty();
        }
    }

    @Test
    void aRightThatIsNoneIsTakenBackAtTheNextOpening() throws Exception {
        Member greedy = new Member("m35");
        try (Admin administrator = Admin.create(broker.administrator().admin());
                Admin admin = broker.admin(greedy)) {
            administrator
                    .createAcls(BrokerRights.of(Member.COORDINATOR).stream()
                            .map(right -> new AclBinding(
                                    right.pattern(),
                                    new AccessControlEntry(
                                            "User:m35",
                                            "*",
                                            right.entry().operation(),
                                            right.entry().permissionType())))
                            .toList())
                    .all()
                    .get();
            Awaitility.await().until(() -> admin.listTopics().names().get().contains(Topics.inbox(KZ, Lane.URGENT)));

            broker.open(List.of(greedy));

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(admin.listTopics().names().get()).hasSize(5));
        }
    }

    private static Admin admin(Member owner) throws IOException {
        if (!ADMINS.containsKey(owner)) {
            ADMINS.put(owner, broker.admin(owner));
        }
        return ADMINS.get(owner);
    }

    private static Set<AclOperation> expected(Member owner, String topic) {
        boolean isCoordinator = owner.equals(Member.COORDINATOR);
        if (topic.equals(Topics.DIRECTORY)) {
            return isCoordinator ? Set.of(READ, WRITE, DESCRIBE) : Set.of(READ, DESCRIBE);
        }
        if (isCoordinator && topic.equals(Topics.CLOCK)) {
            return Set.of(WRITE, DESCRIBE);
        }
        if (isCoordinator && Topics.owner(topic).isPresent()) {
            return Topics.isInbox(topic) ? Set.of(WRITE, DESCRIBE) : Set.of(READ, DESCRIBE);
        }
        if (Topics.owner(topic).filter(owner::equals).isPresent()) {
            return Topics.isInbox(topic) ? Set.of(READ, DESCRIBE) : Set.of(READ, WRITE, DESCRIBE);
        }
        return Set.of();
    }

    private static Stream<String> groups(Member owner) {
        String prefix = owner.equals(Member.COORDINATOR) ? "tocsin-coordinator-" : "gateway-" + owner + '-';
        return Stream.of(Lane.values()).map(lane -> prefix + lane.token());
    }

    private static Map<String, Set<AclOperation>> operations(Admin admin) throws InterruptedException {
        Map<String, Set<AclOperation>> operations = new TreeMap<>();
        for (var topic : admin.describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues()
                .entrySet()) {
            try {
                operations.put(topic.getKey(), topic.getValue().get().authorizedOperations());
            } catch (ExecutionException refused) {
                assertThat(refused).hasCauseInstanceOf(TopicAuthorizationException.class);
                operations.put(topic.getKey(), Set.of());
            }
        }
        return operations;
    }

    private static List<String> usable(Admin admin, List<String> groups) throws InterruptedException {
        List<String> usable = new ArrayList<>();
        for (Map.Entry<String, ? extends KafkaFuture<?>> group :
                admin.describeConsumerGroups(groups).describedGroups().entrySet()) {
            try {
                group.getValue().get();
                usable.add(group.getKey());
            } catch (ExecutionException failure) {
                // A group that nobody has used yet is not found by whoever may know of it.
                if (!(failure.getCause() instanceof GroupAuthorizationException)) {
                    usable.add(group.getKey());
                }
            }
        }
        return usable;
    }

    private static void isNotLetIn(KafkaSettings settings) {
        try (Admin admin = Admin.create(settings.admin())) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> admin.listTopics().names().get())
                    .havingCause()
                    .isInstanceOf(AuthenticationException.class)
                    .withMessageNotContaining(settings.security().get("sasl.jaas.config"));
        }
    }
}
