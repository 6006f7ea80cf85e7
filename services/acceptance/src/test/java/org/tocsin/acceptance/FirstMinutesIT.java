/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Memory;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Patience;
import org.tocsin.acceptance.exchange.Standalone;

/** What a newcomer meets who starts the jar for the first time, with nothing but its name. */
@ResourceLock(Standalone.RESOURCE)
class FirstMinutesIT {

    private static final double MIB = 1024 * 1024;
    private static final double LIMIT_MIB = 1.5 * 1024;
    private static final int LOOKS = 5;

    @Test
    void theFirstAlertIsThroughSoonAndTheProcessSettlesInLittleMemory() {
        long begun = System.nanoTime();
        try (Standalone exchange = Standalone.startPlainly("first-minutes")) {
            Participant kz = exchange.member("kz");
            exchange.member("uz").receives(kz.sends(alert().flash().to("uz").info("kg")));
            Duration through = Duration.ofNanos(System.nanoTime() - begun);

            Memory memory = settled(exchange);

            System.out.printf(
                    Locale.ROOT,
                    "FIRST MINUTES ready after %.1f s, first alert through after %.1f s%n",
                    exchange.startedIn().toMillis() / 1000.0,
                    through.toMillis() / 1000.0);
            System.out.printf(
                    Locale.ROOT,
                    "MEMORY %.0f MiB: program %.0f MiB resident, %d further processes %.0f MiB proportional%n",
                    memory.bytes() / MIB,
                    memory.programBytes() / MIB,
                    memory.offspring(),
                    memory.offspringBytes() / MIB);
            assertThat(memory.bytes() / MIB).isLessThan(LIMIT_MIB);
        }
    }

    // Settled is what has not moved by 2 % over some looks, a second apart.
    private static Memory settled(Standalone exchange) {
        Deque<Long> looks = new ArrayDeque<>();
        Patience.await("memory settles").pollInterval(Duration.ofSeconds(1)).until(() -> {
            looks.addLast(Memory.of(exchange.process()).bytes());
            if (looks.size() > LOOKS) {
                looks.removeFirst();
            }
            return looks.size() == LOOKS && Collections.max(looks) < Collections.min(looks) * 1.02;
        });
        return Memory.of(exchange.process());
    }
}
