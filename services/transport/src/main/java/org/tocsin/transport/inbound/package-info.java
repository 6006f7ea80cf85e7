/**
 * How signed messages come in: {@link org.tocsin.transport.inbound.VerifiedListener} verifies a batch, hands it over,
 * and lets its {@link org.tocsin.transport.inbound.Positions} be stored in the very statement that stores what came;
 * {@link org.tocsin.transport.inbound.Quarantined} is what was refused or must wait, kept with its bytes;
 * {@link org.tocsin.transport.inbound.DirectoryReader} holds who is who. Read ADR 0004 before changing anything here.
 */
@NullMarked
package org.tocsin.transport.inbound;

import org.jspecify.annotations.NullMarked;
