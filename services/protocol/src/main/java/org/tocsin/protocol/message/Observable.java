/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that can be looked for: a STIX 2.1 cyber-observable type, its value, a comment. Data, never followed. */
public record Observable(
        String type, String value, @Nullable String comment) {

    /** Type and value are compulsory. */
    public Observable {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(value, "value");
    }
}
