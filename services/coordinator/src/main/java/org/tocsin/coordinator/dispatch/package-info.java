/**
 * From outboxes into inboxes: {@code Dispatcher} takes a batch,
 * {@code Sorting} and {@code Dispatch} decide without any I/O, {@code Parcels} sends the copies, {@code Account} works out
 * what is to be told and owed, {@code Dispatches} stores it with the positions in one statement. Read ADR 0004 first.
 */
@NullMarked
package org.tocsin.coordinator.dispatch;

import org.jspecify.annotations.NullMarked;
