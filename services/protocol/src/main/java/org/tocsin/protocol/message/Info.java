/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The words of an alert in one language (BCP 47 tag). Plain text, never markup. */
public record Info(
        String language,
        String headline,
        @Nullable String description,
        @Nullable String instruction) {

    /** Language and headline are compulsory. */
    public Info {
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(headline, "headline");
    }
}
