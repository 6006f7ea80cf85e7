/**
 * Who owes an answer until when, on the broker's clock (ADR 0005). {@link org.tocsin.coordinator.deadline.Deadlines} keeps
 * them, {@code DeadlineLadder} and {@code Judge} decide without any I/O, {@code CatchUp} knows up to which moment everything
 * was heard, and {@link org.tocsin.coordinator.deadline.DeadlineWatch} wakes when something falls due.
 */
@NullMarked
package org.tocsin.coordinator.deadline;

import org.jspecify.annotations.NullMarked;
