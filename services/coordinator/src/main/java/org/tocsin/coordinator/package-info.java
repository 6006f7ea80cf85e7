/**
 * The exchange's switchboard: verifies what members put into their outboxes, applies the release rule, copies to each
 * recipient and watches deadlines. It stands on {@code transport}, has a database of its own and no user interface.
 *
 * <p>{@code dispatch} handles batches, {@code deadline} says who is late, {@code directory} publishes who is who, and
 * {@code notice} signs and sends the coordinator's own word. This root package starts and wires them; nothing below it
 * knows it.
 */
@NullMarked
package org.tocsin.coordinator;

import org.jspecify.annotations.NullMarked;
