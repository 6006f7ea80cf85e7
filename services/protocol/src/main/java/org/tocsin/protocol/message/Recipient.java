/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.time.Duration;
import java.util.Objects;
import org.tocsin.protocol.Member;

/** One line of an alert's signed audience. The duration runs from the broker's append of the alert (ADR 0005). */
public record Recipient(Member member, RecipientKind kind, Duration acknowledgeWithin) {

    /** The longest deadline, far beyond any use: it keeps every time that follows from it writable. */
    public static final Duration LONGEST = Duration.ofDays(2 * 366);

    /** All three are compulsory; a deadline is neither negative nor over {@link #LONGEST}. */
    public Recipient {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(acknowledgeWithin, "acknowledgeWithin");
        if (acknowledgeWithin.isNegative() || acknowledgeWithin.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a deadline is from 0 to 732 days");
        }
    }
}
