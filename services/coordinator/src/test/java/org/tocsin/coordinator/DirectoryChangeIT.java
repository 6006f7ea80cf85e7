/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tocsin.coordinator.testing.Exchange;
import org.tocsin.embedded.testing.RealParts;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.testing.Examples;

class DirectoryChangeIT {

    private static final String CENTRE = Topics.outbox(Member.CENTRE, Lane.URGENT);

    private static Exchange exchange;
    private static DirectoryEntry held = Examples.entry("tj");

    @BeforeAll
    static void run() {
        exchange = Exchange.running();
    }

    @AfterAll
    static void stop() {
        exchange.stop();
    }

    @Test
    void recordFromTheCentreIsPublishedByteForByteAndObeyed() {
        SignedMessage suspended = Examples.signed(next(MemberStatus.SUSPENDED));
        exchange.puts(CENTRE, "tj", suspended.bytes());

        await().until(() -> isPublished(suspended));

        SignedMessage active = Examples.signed(next(MemberStatus.ACTIVE));
        exchange.puts(CENTRE, "tj", active.bytes());
        await().until(() -> isPublished(active));
        Alert alert = Examples.alert().from("kz").to("tj").build();
        exchange.says(alert);
        await().untilAsserted(() ->
                assertThat(exchange.holdersOf(Examples.signed(alert).bytes())).containsExactly("tj"));
    }

    @Test
    void lowerEntryIsRefusedAndTheCentreIsTold() {
        DirectoryEntry before = held;
        SignedMessage newer = Examples.signed(next(MemberStatus.ACTIVE));
        exchange.puts(CENTRE, "tj", newer.bytes());
        await().until(() -> isPublished(newer));

        SignedMessage older = Examples.signed(before.next(before.keys(), MemberStatus.LEFT));
        exchange.puts(CENTRE, "tj", older.bytes());

        await().untilAsserted(() ->
                assertThat(exchange.refusalsTo("centre", older.digest())).contains("entry-not-newer"));
        assertThat(isPublished(older)).isFalse();
    }

    @Test
    void whatTheRegistrarDidNotSignOrAnotherMemberPutsIsRefused() {
        DirectoryEntry next = held.next(held.keys(), MemberStatus.LEFT);
        SignedMessage forged = Examples.signer("centre").sign(next);
        exchange.puts(CENTRE, "tj", forged.bytes());
        SignedMessage genuine = Examples.signed(next);
        exchange.puts(Topics.outbox(Examples.member("kz"), Lane.URGENT), "tj", genuine.bytes());

        await().untilAsserted(() ->
                assertThat(exchange.refusalsTo("centre", forged.digest())).contains("origin-mismatch"));
        await().untilAsserted(() ->
                assertThat(exchange.refusalsTo("kz", genuine.digest())).containsExactly("type-mismatch"));
        assertThat(isPublished(genuine)).isFalse();
    }

    @Test
    void changeOutlivesTheTopicAndARestart() {
        SignedMessage change = Examples.signed(next(MemberStatus.ACTIVE));
        exchange.puts(CENTRE, "tj", change.bytes());
        await().until(() -> isPublished(change));
        await().until(() -> String.valueOf(held.entry())
                .equals(exchange.asked("select entry from directory_record where member = 'tj'")));
        exchange.stop();

        RealParts.deleteTopic(Topics.DIRECTORY);
        RealParts.createTopic(Topics.DIRECTORY, 1, Map.of("cleanup.policy", "compact"));
        exchange.start();

        await().until(() -> isPublished(change));
    }

    private static DirectoryEntry next(MemberStatus status) {
        held = held.next(held.keys(), status);
        return held;
    }

    private static boolean isPublished(SignedMessage record) {
        List<byte[]> published = exchange.directoryTopic();
        return published.stream().anyMatch(value -> Arrays.equals(value, record.bytes()));
    }
}
