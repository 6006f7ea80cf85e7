/**
 * The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header-07): a repeated request with the same key and
 * body gets the stored reply. The reply is stored in the commit of what it reports, so there is none without the other.
 * A key also travels with its message into this member's own outbox, sealed, and comes back from there after a restore.
 */
@NullMarked
package org.tocsin.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
