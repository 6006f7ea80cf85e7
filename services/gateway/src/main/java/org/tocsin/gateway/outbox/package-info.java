/**
 * What this member owes the world: {@link org.tocsin.gateway.outbox.Outbox} commits what is said together with who must
 * still confirm it, and hands the bytes to Kafka at once; {@link org.tocsin.gateway.outbox.Sweep} sends again what has
 * no receipt; {@link org.tocsin.gateway.outbox.Receipts} confirms what others said; {@link org.tocsin.gateway.outbox.Backlog} knows
 * when too much is owed. Features post here and know nothing
 * of Kafka.
 */
@NullMarked
package org.tocsin.gateway.outbox;

import org.jspecify.annotations.NullMarked;
