/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.tocsin.gateway.testing.Gateway;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.MessageType;

/** Replicas share the table of links: what is due is asked for by one of them. */
class ReconcilingReplicasIT {

    @Test
    void twoReplicasAskOnce() {
        try (Gateway kz = Gateway.start();
                ConfigurableApplicationContext replica = kz.startReplica()) {
            await().until(() -> kz.count("select count(*) from link") == 4);
            assertThat(replica.isRunning()).isTrue();
            long before = asked(kz);

            for (int round = 1; round <= 3; round++) {
                long wanted = before + 4L * round;
                kz.change("update link set next_at = now() returning member");

                await().atMost(Duration.ofSeconds(30)).until(() -> asked(kz) >= wanted);
                await().during(Duration.ofSeconds(6))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> asked(kz) == wanted);
            }
        }
    }

    private static long asked(Gateway kz) {
        return kz.messages(Lane.ROUTINE).stream()
                .filter(message -> message.typ().equals(MessageType.RECONCILIATION.typ()))
                .count();
    }
}
