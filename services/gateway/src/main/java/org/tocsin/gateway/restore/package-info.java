/**
 * After a restore from a backup: {@code Relearning} reads this member's own outbox topics and takes back what was said
 * since the backup, so that the member knows its own alerts again and whoever lacks one gets it. What others said comes
 * back by itself: the inbox positions are as old as the backup. Touches the event and message tables, what is owed and
 * the idempotency keys. While it lasts no replica says anything new.
 */
@NullMarked
package org.tocsin.gateway.restore;

import org.jspecify.annotations.NullMarked;
