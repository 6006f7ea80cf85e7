/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.submission;

import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.access.Caller;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;

/** Who submits a draft, under which key, and whether it is only tried: a trial stores nothing and uses no key. */
record Asked(Caller by, @Nullable Claim claim, boolean isTrial) {

    /** The key that counts. */
    @Nullable
    Claim claimed() {
        return isTrial ? null : claim;
    }
}
