/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a link counts as back. */
class CutTest {

    private static List<Boolean> looks(Boolean... isUp) {
        Cut cut = new Cut();
        return Stream.of(isUp).map(cut::isOver).toList();
    }

    @Test
    void linkThatWasDownIsBackOnce() {
        assertThat(looks(true, false, false, true, true)).containsExactly(false, false, false, true, false);
    }

    @Test
    void linkThatComesUpForTheFirstTimeWasNotCut() {
        assertThat(looks(false, false, true, true)).containsExactly(false, false, false, false);
    }
}
