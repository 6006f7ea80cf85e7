/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.directory;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a directory record that the centre's gateway hands on, verified already. Pure. */
enum Republication {
    /** It counts higher than what is known: published. */
    PUBLISH,
    /** It is what is known, come again, or what was known before that: nothing is left to do. */
    KNOWN,
    /** It would turn the directory back. */
    REFUSE;

    /** What is known of the member: its entry, its bytes, and when it was published; null when it is not yet. */
    record Held(int entry, byte[] jws, @Nullable Instant publishedAt) {}

    static Republication of(int entry, byte[] jws, Instant appendedAt, @Nullable Held held) {
        if (held == null || entry > held.entry()) {
            return PUBLISH;
        }
        if (Arrays.equals(jws, held.jws())) {
            return KNOWN;
        }
        // After a crash, or the loss of its database, the coordinator reads again what was in its turn long ago.
        boolean isHistory =
                entry < held.entry() && held.publishedAt() != null && appendedAt.isBefore(held.publishedAt());
        return isHistory ? KNOWN : REFUSE;
    }
}
