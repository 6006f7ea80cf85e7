/**
 * A member's door to the exchange: REST for its CERT's systems, a live stream for its operators, its memory in
 * PostgreSQL and its signing key. This root package only wires the rooms together.
 *
 * <p>The path of an alert: {@code submission} or {@code answer} decides, {@code outbox} commits and sends, {@code inbox}
 * takes in what others say, {@code event} numbers everything that happened, {@code stream}, {@code alert} and {@code
 * matrix} show it. {@code access} knows who asks, {@code http} how to refuse.
 */
@NullMarked
package org.tocsin.gateway;

import org.jspecify.annotations.NullMarked;
