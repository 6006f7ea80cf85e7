/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of one upload is at work at once. */
class GateTest {

    private final Gate gate = new Gate(3 * line(1, 0).weight());
    private final List<Long> entered = new ArrayList<>();

    private static Line line(long number, int length) {
        return new Line(number, new byte[length], false);
    }

    private void enter(Line line) {
        gate.enter(line).subscribe(inside -> entered.add(inside.number()));
    }

    @Test
    void lineWaitsUntilThereIsRoomForIt() {
        enter(line(1, 0));
        enter(line(2, 0));
        enter(line(3, 0));
        enter(line(4, line(0, 0).weight()));
        assertThat(entered).containsExactly(1L, 2L, 3L);

        gate.leave(line(1, 0));
        assertThat(entered).containsExactly(1L, 2L, 3L);

        gate.leave(line(2, 0));
        assertThat(entered).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void lineHeavierThanTheGateGoesInAlone() {
        Line heavy = line(2, 1_000_000);
        enter(line(1, 0));
        enter(heavy);
        assertThat(entered).containsExactly(1L);

        gate.leave(line(1, 0));
        enter(line(3, 0));
        assertThat(entered).containsExactly(1L, 2L);

        gate.leave(heavy);
        assertThat(entered).containsExactly(1L, 2L, 3L);
    }
}
