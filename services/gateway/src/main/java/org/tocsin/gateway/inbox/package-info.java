/**
 * What this member is told, once: {@link org.tocsin.gateway.inbox.Inbox} takes verified batches of both lanes, {@link
 * org.tocsin.gateway.inbox.Admission} decides (pure) what each message becomes, and one statement stores it all.
 */
@NullMarked
package org.tocsin.gateway.inbox;

import org.jspecify.annotations.NullMarked;
