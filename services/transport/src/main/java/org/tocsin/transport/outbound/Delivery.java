/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.outbound;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RetriableException;

/** What became of one record of several that were sent together. */
public enum Delivery {
    /** In the topic for good. */
    ACKNOWLEDGED,
    /** Not sent, or refused for a reason that lies in this topic or record alone. */
    REFUSED,
    /** Not acknowledged in time: it may or may not be in the topic. */
    UNANSWERED;

    static Delivery of(CompletableFuture<?> send) {
        if (!send.isDone()) {
            return UNANSWERED;
        }
        Throwable failure = send.handle((sent, thrown) -> thrown).join();
        if (failure == null) {
            return ACKNOWLEDGED;
        }
        return failure instanceof RetriableException ? UNANSWERED : REFUSED;
    }
}
