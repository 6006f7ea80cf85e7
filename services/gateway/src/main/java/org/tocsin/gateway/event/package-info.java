/**
 * Everything that happened at this gateway, numbered: {@link org.tocsin.gateway.event.Events} reads the event table,
 * {@link org.tocsin.gateway.event.EventAppend} is how a commit of {@code outbox} or {@code inbox} adds to it, {@link
 * org.tocsin.gateway.event.Tail} is its newest end in memory. Features share this table instead of knowing each other.
 */
@NullMarked
package org.tocsin.gateway.event;

import org.jspecify.annotations.NullMarked;
