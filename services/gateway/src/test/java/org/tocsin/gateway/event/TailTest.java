/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tocsin.gateway.event.Tails.events;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The newest events in memory: in order and without gaps, however the commits come in. */
class TailTest {

    private final Tail tail = Tails.empty();

    @Test
    void commitThatComesEarlyWaitsForWhatPrecedesIt() {
        AtomicInteger woken = new AtomicInteger();
        tail.watch(woken::incrementAndGet);

        tail.committed(events(3, 4));
        assertThat(tail.last()).isZero();
        assertThat(woken).hasValue(0);

        tail.committed(events(1, 2));
        assertThat(tail.last()).isEqualTo(4);
        await().until(() -> woken.get() == 1);
        assertThat(tail.after(0, 10)).extracting(Numbered::id).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void eventToldTwiceIsOne() {
        tail.committed(events(1, 3));
        tail.committed(events(2, 4));

        assertThat(tail.after(0, 10)).extracting(Numbered::id).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void pageIsLimitedAndGoesOnBehindItsNumber() {
        tail.committed(events(1, 10));

        assertThat(tail.after(4, 3)).extracting(Numbered::id).containsExactly(5L, 6L, 7L);
        assertThat(tail.after(10, 3)).isEqualTo(List.of());
    }

    @Test
    void whatIsNoLongerInMemoryIsNotGuessed() {
        tail.committed(events(1, 5_000));

        assertThat(tail.after(5_000 - 4_097, 1)).isNull();
        assertThat(tail.after(5_000 - 4_096, 1)).extracting(Numbered::id).containsExactly(905L);
    }

    @Test
    void deletionLeavesNothingFromBeforeItInMemory() {
        tail.committed(events(1, 3));
        Numbered deletion = new Numbered(5, EventKind.DELETION, null, "{}");

        tail.committed(List.of(deletion));
        assertThat(tail.after(0, 10)).isNull();

        tail.committed(events(4, 4));
        assertThat(tail.after(3, 10)).isNull();
        assertThat(tail.after(4, 10)).containsExactly(deletion);
    }

    @Test
    void watcherThatLeftIsNotCalled() {
        AtomicInteger woken = new AtomicInteger();
        Runnable watcher = woken::incrementAndGet;
        tail.watch(watcher);
        tail.unwatch(watcher);

        AtomicInteger others = new AtomicInteger();
        tail.watch(others::incrementAndGet);
        tail.committed(events(1, 1));

        await().until(() -> others.get() == 1);
        assertThat(woken).hasValue(0);
    }
}
