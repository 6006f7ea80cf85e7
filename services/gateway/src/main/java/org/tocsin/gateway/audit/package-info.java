/**
 * What was done at this gateway and what it refused, in a chain that nobody can change unseen (ADR 0020). An act's {@link
 * org.tocsin.gateway.audit.AuditEntry} is written in the commit of the act and sealed a moment later: it gets its number
 * and a hash over itself and all before it. A shared room like {@code event}: whoever changes something writes here, and
 * nothing here knows a feature. No content, no headline, no token ever gets in.
 */
@NullMarked
package org.tocsin.gateway.audit;

import org.jspecify.annotations.NullMarked;
