/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

/**
 * How far the two sides of a link differ: {@code missing} of what was sent is not held, and {@code unknown} is held that
 * its sender does not know. Where only figures were compared both are the least they can be.
 */
record Difference(int missing, int unknown) {

    static final Difference NONE = new Difference(0, 0);

    boolean isNone() {
        return missing == 0 && unknown == 0;
    }

    Difference plus(Difference other) {
        return new Difference(missing + other.missing, unknown + other.unknown);
    }

    /** What two unlike figures tell. As many with another hash is at least one of each. */
    static Difference ofCounts(int sent, int held) {
        if (sent == held) {
            return new Difference(1, 1);
        }
        return new Difference(Math.max(0, sent - held), Math.max(0, held - sent));
    }
}
