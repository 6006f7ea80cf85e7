/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many entries may be written: a thousand at once, and one more for each second since. */
final class Allowance {

    static final int MOST = 1_000;

    private long left = MOST;
    private @Nullable Instant counted;

    /** Takes one; false when none is left. */
    boolean take(Instant now) {
        Instant since = counted == null ? now : counted;
        long seconds = Math.max(0, Duration.between(since, now).toSeconds());
        left = Math.min(MOST, left + seconds);
        counted = since.plusSeconds(seconds);
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
