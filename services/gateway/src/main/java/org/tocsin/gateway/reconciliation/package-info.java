/**
 * What is missing between this member and another is found and owed again (ADR 0013): {@link
 * org.tocsin.gateway.reconciliation.Reconciler} says from time to time what was sent, answers what others say, and lets
 * the sweep of the outbox send the rest; {@link org.tocsin.gateway.reconciliation.Comparison} decides (pure). Reads the
 * event table, writes the tables {@code link} and {@code owed}, and knows no feature.
 */
@NullMarked
package org.tocsin.gateway.reconciliation;

import org.jspecify.annotations.NullMarked;
