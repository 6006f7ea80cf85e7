/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Digest;

/**
 * How far a member's audit had come when it last told so: {@code number} counts only these tellings, one an hour at
 * most, and not what was done; {@code hash} is over everything in the audit by then, {@code previous} that of the
 * telling before. Whoever keeps it can show later that the member's audit still is the one it was.
 */
public record AuditHead(long number, Digest hash, @Nullable Digest previous) {

    /** Checks that it counts from one. */
    public AuditHead {
        Objects.requireNonNull(hash, "hash");
        if (number < 1) {
            throw new IllegalArgumentException("an audit's heads are counted from 1");
        }
    }
}
