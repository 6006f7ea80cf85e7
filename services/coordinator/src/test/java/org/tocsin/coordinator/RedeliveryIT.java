/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.coordinator.testing.Exchange;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;

/** The operator's statement of docs/operations.md, which has a quarantined record judged again. */
class RedeliveryIT {

    private static final String ASK = "update quarantine set redelivery = now() where id = %s and state = 'refused'";

    private static Exchange exchange;

    @BeforeAll
    static void run() {
        exchange = Exchange.running();
    }

    @AfterAll
    static void stop() {
        exchange.stop();
    }

    @Test
    void recordRefusedByMistakeIsCopiedAndLeavesTheTable() {
        Alert alert = Examples.alert().from("kz").to("uz").build();
        SignedMessage signed = Examples.signed(alert);
        String id = refused(alert.header().alert().toString(), signed.bytes());

        exchange.changes(ASK.formatted(id));

        await().untilAsserted(
                        () -> assertThat(exchange.holdersOf(signed.bytes())).containsExactly("uz"));
        await().until(() -> exchange.asked("select 1 from quarantine where id = " + id) == null);
        assertThat(exchange.asked("select count(*) from dispatch where alert = '"
                        + alert.header().alert() + "'"))
                .isEqualTo("1");
    }

    @Test
    void recordThatTheCoordinatorStillRefusesStaysWithItsFreshReason() {
        Alert alert = Examples.alert().from("kz").to("uz").build();
        String id = refused("another key", Examples.signed(alert).bytes());

        exchange.changes(ASK.formatted(id));

        await().untilAsserted(() -> assertThat(exchange.asked("select state || ' ' || reason from quarantine"
                        + " where redelivered_at is not null and redelivery is null and id = " + id))
                .isEqualTo("refused record-key-mismatch"));
        assertThat(exchange.holdersOf(Examples.signed(alert).bytes())).isEmpty();
    }

    // As if the directory had learned kz's key too late.
    private static String refused(String key, byte[] value) {
        HexFormat hex = HexFormat.of();
        exchange.changes("insert into quarantine"
                + " (topic, partition, position, appended_at, state, reason, record_key, record_value) values ('"
                + Topics.outbox(Examples.member("kz"), Lane.URGENT)
                + "', 0, (select 1000000 + count(*) from quarantine), now(), 'refused', 'unknown-key', decode('"
                + hex.formatHex(key.getBytes(StandardCharsets.UTF_8)) + "', 'hex'), decode('" + hex.formatHex(value)
                + "', 'hex'))");
        return exchange.asked("select max(id) from quarantine");
    }
}
