/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;

/** What a member tries with its own account, by Kafka's own clients, and what becomes of it. */
class ForbiddenActsIT {

    private static final Member KZ = new Member("kz");
    private static final List<Member> PROBERS = List.of(KZ, new Member("kz2"), Member.COORDINATOR);
    private static final String OWN = Topics.outbox(KZ, Lane.URGENT);

    private static GuardedBroker broker;
    private static Map<Member, KafkaProducer<byte[], byte[]>> producers;
    private static Map<Member, KafkaConsumer<byte[], byte[]>> consumers;
    private static Admin kz;

    @BeforeAll
    static void haveARecordOnEveryTopic() throws Exception {
        broker = GuardedBroker.shared();
        producers = new HashMap<>();
        consumers = new HashMap<>();
        for (Member prober : PROBERS) {
            producers.put(prober, new KafkaProducer<>(broker.as(prober).producer()));
            Map<String, Object> reading = broker.as(prober).consumer("none");
            reading.remove("group.id");
            consumers.put(prober, new KafkaConsumer<>(reading));
        }
        kz = broker.admin(KZ);
        try (KafkaProducer<byte[], byte[]> everywhere =
                new KafkaProducer<>(broker.administrator().producer())) {
            topics().forEach(topic -> everywhere.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1})));
            everywhere.flush();
        }
    }

    @AfterAll
    static void letGo() {
        producers.values().forEach(KafkaProducer::close);
        consumers.values().forEach(KafkaConsumer::close);
        kz.close();
    }

    private static Stream<String> topics() {
        Stream<String> lanes =
                Stream.of("kz", "kz2", "uz").map(Member::new).flatMap(member -> Topics.of(member).stream());
        return Stream.concat(lanes, Stream.of(Topics.DIRECTORY, Topics.CLOCK));
    }

    static Stream<Arguments> everyProberAndTopic() {
        return PROBERS.stream()
                .flatMap(prober -> Stream.concat(topics(), Stream.of("__consumer_offsets", "tocsin.outbox", "other"))
                        .map(topic -> arguments(prober, topic)));
    }

    @ParameterizedTest(name = "{0} writes to {1}")
    @MethodSource("everyProberAndTopic")
    void writesOnlyWhereItMay(Member prober, String topic) {
        boolean mayWrite = prober.equals(Member.COORDINATOR)
                ? Topics.isInbox(topic) || topic.equals(Topics.DIRECTORY) || topic.equals(Topics.CLOCK)
                : owns(prober, topic) && !Topics.isInbox(topic);

        Throwable refused = catchThrowable(() -> producers
                .get(prober)
                .send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {2}))
                .get());

        if (mayWrite) {
            assertThat(refused).isNull();
        } else {
            assertThat(refused).hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @ParameterizedTest(name = "{0} reads {1}")
    @MethodSource("everyProberAndTopic")
    void readsOnlyWhatItMay(Member prober, String topic) {
        boolean mayRead = topic.equals(Topics.DIRECTORY)
                || (prober.equals(Member.COORDINATOR)
                        ? Topics.owner(topic).isPresent() && !Topics.isInbox(topic)
                        : owns(prober, topic));

        @Nullable Throwable refused = refusalToRead(prober, topic);

        if (mayRead) {
            assertThat(refused).isNull();
        } else {
            assertThat(refused).isInstanceOf(TopicAuthorizationException.class);
        }
    }

    /** What an administrator does and a member must not, even to its own topics and account. */
    enum Act {
        CREATE_A_TOPIC_OF_ITS_PREFIX {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.createTopics(List.of(new NewTopic(OWN + ".extra", 1, (short) 1)))
                        .all();
            }
        },
        DELETE_ITS_TOPIC {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.deleteTopics(List.of(OWN)).all();
            }
        },
        DELETE_ITS_RECORDS {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.deleteRecords(Map.of(new TopicPartition(OWN, 0), RecordsToDelete.beforeOffset(1)))
                        .all();
            }
        },
        ADD_PARTITIONS {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.createPartitions(Map.of(OWN, NewPartitions.increaseTo(9)))
                        .all();
            }
        },
        READ_A_CONFIGURATION {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.describeConfigs(List.of(CONFIGURATION)).all();
            }
        },
        ALTER_A_CONFIGURATION {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.incrementalAlterConfigs(Map.of(CONFIGURATION, RETENTION))
                        .all();
            }
        },
        ALTER_THE_BROKERS_CONFIGURATION {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.incrementalAlterConfigs(
                                Map.of(new ConfigResource(ConfigResource.Type.BROKER, ""), RETENTION))
                        .all();
            }
        },
        READ_THE_ACCESS_LISTS {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.describeAcls(AclBindingFilter.ANY).values();
            }
        },
        GRANT_ITSELF_A_RIGHT {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.createAcls(BrokerRights.of(new Member("uz"))).all();
            }
        },
        TAKE_A_RIGHT_AWAY {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.deleteAcls(List.of(AclBindingFilter.ANY)).all();
            }
        },
        LIST_THE_CREDENTIALS {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.describeUserScramCredentials().all();
            }
        },
        CHANGE_A_PASSWORD {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                "uz", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "known")))
                        .all();
            }
        },
        READ_THE_QUOTAS {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.describeClientQuotas(ClientQuotaFilter.all()).entities();
            }
        },
        LIFT_ITS_QUOTA {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                                new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "kz")),
                                List.of(new ClientQuotaAlteration.Op("producer_byte_rate", null)))))
                        .all();
            }
        },
        MOVE_REPLICAS {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.alterPartitionReassignments(Map.of(new TopicPartition(OWN, 0), Optional.empty()))
                        .all();
            }
        },
        LOOK_INTO_THE_LOG_DIRECTORIES {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.describeLogDirs(List.of(1)).allDescriptions();
            }
        },
        MOVE_A_STRANGERS_POSITION {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.alterConsumerGroupOffsets(
                                "gateway-uz-urgent", Map.of(new TopicPartition(OWN, 0), new OffsetAndMetadata(0)))
                        .all();
            }
        },
        DELETE_A_STRANGERS_GROUP {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.deleteConsumerGroups(List.of("gateway-uz-urgent")).all();
            }
        },
        DELETE_ITS_GROUP {
            @Override
            KafkaFuture<?> attempt(Admin admin) {
                return admin.deleteConsumerGroups(List.of("gateway-kz-urgent")).all();
            }
        };

        private static final ConfigResource CONFIGURATION = new ConfigResource(ConfigResource.Type.TOPIC, OWN);
        private static final Collection<AlterConfigOp> RETENTION =
                List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET));

        abstract KafkaFuture<?> attempt(Admin admin);
    }

    @ParameterizedTest
    @EnumSource
    void administersNothing(Act act) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> act.attempt(kz).get())
                .withCauseInstanceOf(AuthorizationException.class);
    }

    @Test
    void usesNoTransaction() throws Exception {
        Map<String, Object> settings = broker.as(KZ).producer();
        settings.put("transactional.id", "kz");

        try (KafkaProducer<byte[], byte[]> transactional = new KafkaProducer<>(settings)) {
            assertThatExceptionOfType(TransactionalIdAuthorizationException.class)
                    .isThrownBy(transactional::initTransactions);
        }
    }

    @Test
    void joinsNoStrangersGroup() throws Exception {
        assertThat(refusalToJoin("gateway-kz2-urgent")).isInstanceOf(GroupAuthorizationException.class);
        assertThat(refusalToJoin("gateway-kz-urgent-2")).isInstanceOf(GroupAuthorizationException.class);
        assertThat(refusalToJoin("gateway-kz-urgent")).isNull();
    }

    @Test
    void seesOnlyItsOwnGroups() throws Exception {
        try (Admin administrator = Admin.create(broker.administrator().admin())) {
            for (String group : List.of("gateway-kz-routine", "gateway-uz-routine")) {
                administrator
                        .alterConsumerGroupOffsets(
                                group, Map.of(new TopicPartition(Topics.DIRECTORY, 0), new OffsetAndMetadata(0)))
                        .all()
                        .get();
            }
        }

        assertThat(kz.listGroups().all().get())
                .extracting(org.apache.kafka.clients.admin.GroupListing::groupId)
                .contains("gateway-kz-routine")
                .allMatch(Set.of("gateway-kz-routine", "gateway-kz-urgent")::contains);
    }

    private static boolean owns(Member member, String topic) {
        return Topics.owner(topic).filter(member::equals).isPresent();
    }

    private static @Nullable Throwable refusalToRead(Member reader, String topic) {
        List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
        consumers.get(reader).assign(partition);
        consumers.get(reader).seekToBeginning(partition);
        Throwable refusal = refusalToReceive(consumers.get(reader));
        consumers.get(reader).unsubscribe();
        return refusal;
    }

    private static @Nullable Throwable refusalToJoin(String group) throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(broker.as(KZ).consumer(group))) {
            consumer.subscribe(List.of(Topics.inbox(KZ, Lane.URGENT)));
            return refusalToReceive(consumer);
        }
    }

    private static @Nullable Throwable refusalToReceive(KafkaConsumer<?, ?> consumer) {
        return catchThrowable(() -> Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .until(() -> !consumer.poll(Duration.ofSeconds(1)).isEmpty()));
    }
}
