/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.AuditHead;

/** A link of the chain that other members were told of; {@code number} counts only these. */
record Checkpoint(long number, ChainHead link, @Nullable Digest previous) {

    AuditHead told() {
        return new AuditHead(number, link.hash(), previous);
    }
}
