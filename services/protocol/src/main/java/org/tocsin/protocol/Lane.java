/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import java.util.Locale;

/** The two roads of the exchange. Each has its own topics and listeners, so a FLASH never waits behind a backlog. */
public enum Lane {
    /** FLASH and IMMEDIATE. */
    URGENT,
    /** PRIORITY and ROUTINE. */
    ROUTINE;

    /** The lane as it stands in topic names. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Lane of(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
