/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a token's holder is at this member. */
public enum Role {
    /** The national CERT's systems: post, read, answer, cancel. */
    CERT,
    /** A duty operator: reads, displays, answers. */
    OPERATOR,
    /** A duty officer: all of these. */
    OFFICER,
    /** Administers the gateway; reads no alert by this role. */
    ADMIN,
    /** Reads the audit and nothing else. */
    AUDITOR;

    static Optional<Role> of(String token) {
        return Stream.of(values()).filter(role -> role.token().equals(token)).findFirst();
    }

    /** The role as it is written. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
