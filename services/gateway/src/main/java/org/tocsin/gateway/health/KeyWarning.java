/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.health;

import java.time.Duration;

/** How urgent it is to have the next signing key listed. */
enum KeyWarning {
    /** There is time. */
    NONE(Integer.MAX_VALUE),
    /** Less than a month. */
    MONTH(30),
    /** Less than two weeks. */
    FORTNIGHT(14),
    /** Less than a week. */
    WEEK(7),
    /** Less than a day, or over. */
    DAY(1);

    private final int days;

    KeyWarning(int days) {
        this.days = days;
    }

    /** The warning that is due when so much time is left. */
    static KeyWarning of(Duration left) {
        KeyWarning due = NONE;
        for (KeyWarning warning : values()) {
            due = left.compareTo(Duration.ofDays(warning.days)) < 0 ? warning : due;
        }
        return due;
    }

    boolean isStricterThan(KeyWarning other) {
        return compareTo(other) > 0;
    }

    int days() {
        return days;
    }
}
