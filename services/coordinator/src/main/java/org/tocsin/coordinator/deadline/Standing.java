/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

/**
 * How a deadline stands in the tables: the highest level passed, and what may have stopped it. {@code answered} means on
 * this revision or a later one; {@code superseded}, that a later material revision opened a deadline of its own.
 */
record Standing(Deadline deadline, int level, boolean answered, boolean superseded, boolean cancelled) {

    Standing(Deadline deadline, int level) {
        this(deadline, level, false, false, false);
    }
}
