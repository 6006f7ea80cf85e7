/**
 * How signed bytes leave: {@link org.tocsin.transport.outbound.MessageSender} sends to topics it has seen and warmed,
 * {@link org.tocsin.transport.outbound.BrokerClock} reads the exchange's one clock.
 */
@NullMarked
package org.tocsin.transport.outbound;

import org.jspecify.annotations.NullMarked;
