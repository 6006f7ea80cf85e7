/**
 * The door through which auditors read what was done and refused here. What is written, and how it is chained, is the
 * affair of {@link org.tocsin.gateway.audit.AuditTrail}.
 */
@NullMarked
package org.tocsin.gateway.auditor;

import org.jspecify.annotations.NullMarked;
