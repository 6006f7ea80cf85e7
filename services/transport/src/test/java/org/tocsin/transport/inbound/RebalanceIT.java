/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tocsin.transport.testing.Hearing;
import org.tocsin.transport.testing.Store;
import org.tocsin.transport.testing.Voice;

class RebalanceIT {

    private final Store store = Store.open();
    private final Voice voice = Voice.withPartitions(4);
    private final AtomicBoolean silent = new AtomicBoolean();
    private final AtomicInteger said = new AtomicInteger();

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void recordsAreStoredOnceWhileAReplicaJoinsAndLeaves() {
        Hearing staying = new Hearing(store);
        Hearing passing = new Hearing(store);
        CompletableFuture<Void> speaker = CompletableFuture.runAsync(this::speak);

        try (VerifiedListener stays = voice.listener(store, staying)) {
            stays.start();
            await().until(() -> staying.batches() > 5);
            try (VerifiedListener passes = voice.listener(store, passing)) {
                passes.start();
                await().atMost(Duration.ofSeconds(20)).until(() -> passing.batches() > 5);
            }
            int before = staying.batches();
            await().until(() -> staying.batches() > before + 5);
            silent.set(true);
            speaker.join();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(store.heard()).hasSize(said.get()));
        }

        assertThat(store.number("select count(distinct (partition, position)) from heard"))
                .isEqualTo(said.get());
        assertThat(store.positions()).isEqualTo(said.get());
        assertThat(store.number("select count(*) from (select position - lag(position)"
                        + " over (partition by partition order by id) as step from heard) s where step <> 1"))
                .isZero();
    }

    private void speak() {
        while (!silent.get()) {
            voice.says("alert " + said.incrementAndGet());
        }
    }
}
