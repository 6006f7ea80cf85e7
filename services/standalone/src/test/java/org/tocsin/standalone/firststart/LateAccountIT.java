/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.AuthenticationException;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.transport.KafkaSettings;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;

/** A service may start before its account is opened, or while its password is being changed. */
class LateAccountIT {

    private static final Member LATE = new Member("late");
    private static final String OUTBOX = Topics.outbox(LATE, Lane.URGENT);

    @Test
    void aSenderThatCameBeforeItsAccountNeedsNoRestart() throws Exception {
        GuardedBroker broker = GuardedBroker.shared();
        WholeFile.secretDirectory(broker.passwordFile(LATE).getParent());
        WholeFile.secret(broker.passwordFile(LATE), "agreed upon by other means\n");

        try (MessageSender sender = new MessageSender(broker.as(LATE), OUTBOX::equals)) {
            isNotLetInYet(broker.as(LATE));

            new ExchangeTopics(broker.administrator(), 1).create(List.of(LATE));
            broker.open(List.of(LATE));

            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(
                            sender.send(new Outgoing(OUTBOX, "late", "value".getBytes(UTF_8)))
                                    .get(10, TimeUnit.SECONDS)
                                    .hasOffset())
                    .isTrue());
        }
    }

    // As long as it takes a producer of the same settings to give up.
    private static void isNotLetInYet(KafkaSettings settings) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings.producer())) {
            assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> producer.partitionsFor(OUTBOX));
        }
    }
}
