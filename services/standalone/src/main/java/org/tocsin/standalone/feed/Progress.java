/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.feed;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Counts what was posted and shows it: in place on a terminal, otherwise a line every few seconds. */
final class Progress {

    private static final double NANOS = 1e9;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintStream out;
    private final int total;
    private final boolean inPlace;
    private final long begun = System.nanoTime();
    private long shown = begun;
    private int accepted;
    private int failed;

    Progress(PrintStream out, int total, boolean inPlace) {
        this.out = out;
        this.total = total;
        this.inPlace = inPlace;
    }

    void count(String what, Posted posted) {
        if (posted.outcome() == Posted.Outcome.ACCEPTED) {
            accepted++;
        } else {
            failed++;
            out.println((inPlace ? "\r" : "") + what + " not accepted: " + posted.detail());
        }
        show();
    }

    boolean allAccepted() {
        return failed == 0;
    }

    /** What was done, in a sentence. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d of %d accepted, %d not, in %.1f s (%.1f a second).",
                accepted,
                total,
                failed,
                seconds(),
                (accepted + failed) / Math.max(seconds(), 0.001));
    }

    /** Ends a line that was shown in place. */
    void end() {
        if (inPlace) {
            out.println();
        }
    }

    private void show() {
        if (inPlace) {
            out.print("\r" + line());
            out.flush();
        } else if (System.nanoTime() - shown > BETWEEN_LINES.toNanos()) {
            shown = System.nanoTime();
            out.println(line());
        }
    }

    private String line() {
        int done = accepted + failed;
        return String.format(Locale.ROOT, "%d/%d, %.1f a second, %d failed", done, total, done / seconds(), failed);
    }

    private double seconds() {
        return (System.nanoTime() - begun) / NANOS;
    }
}
