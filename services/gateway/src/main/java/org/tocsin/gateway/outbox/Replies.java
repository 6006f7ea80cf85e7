/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.idempotency.IdempotencyKeys;
import org.tocsin.gateway.idempotency.IdempotencyKeys.Claim;
import org.tocsin.gateway.idempotency.StoredReply;
import reactor.core.publisher.Mono;

/** Runs a posting at most once per idempotency key, and tells a lost race from a breakage. */
@Component
public class Replies {

    private final IdempotencyKeys keys;

    Replies(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /** The reply of the work, or the stored one of the same claim; without a claim the work simply runs. */
    public Mono<StoredReply> once(@Nullable Claim claim, Mono<StoredReply> work) {
        Mono<StoredReply> guarded =
                work.onErrorMap(UniqueKeys::isEventTaken, taken -> new Refused(ProblemType.PRECONDITION_FAILED));
        if (claim == null) {
            return guarded;
        }
        return keys.once(claim, guarded).onErrorResume(UniqueKeys::isIdempotencyKeyTaken, taken -> keys.replay(claim));
    }
}
