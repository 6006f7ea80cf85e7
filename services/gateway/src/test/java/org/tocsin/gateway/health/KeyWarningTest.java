/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyWarningTest {

    @ParameterizedTest
    @CsvSource({
        "P400D, NONE",
        "P30D, NONE",
        "P29DT23H, MONTH",
        "P14D, MONTH",
        "P13DT23H, FORTNIGHT",
        "P7D, FORTNIGHT",
        "P6DT23H, WEEK",
        "P1D, WEEK",
        "PT23H, DAY",
        "PT0S, DAY",
        "PT-1H, DAY"
    })
    void eachBoundIsItsOwnWarning(Duration left, KeyWarning expected) {
        assertThat(KeyWarning.of(left)).isEqualTo(expected);
    }

    @Test
    void lessTimeIsAStricterWarning() {
        assertThat(KeyWarning.DAY.isStricterThan(KeyWarning.WEEK)).isTrue();
        assertThat(KeyWarning.MONTH.isStricterThan(KeyWarning.MONTH)).isFalse();
    }
}
