/**
 * How this member stands with each other one, for people: in step since when, or what is missing. What is compared, and
 * how, is the affair of {@link org.tocsin.gateway.reconciliation.Reconciler}.
 */
@NullMarked
package org.tocsin.gateway.link;

import org.jspecify.annotations.NullMarked;
