/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.util.List;
import java.util.stream.Stream;

/** The middle and the slow end of some durations. */
public record Quantiles(double p50Millis, double p99Millis) {

    private static final double NANOS_PER_MILLI = 1_000_000;

    /** Of durations in nanoseconds. */
    public static Quantiles of(Stream<Long> nanos) {
        List<Long> sorted = nanos.sorted().toList();
        return new Quantiles(at(sorted, 0.50), at(sorted, 0.99));
    }

    private static double at(List<Long> sorted, double quantile) {
        return sorted.get((int) (quantile * (sorted.size() - 1))) / NANOS_PER_MILLI;
    }
}
