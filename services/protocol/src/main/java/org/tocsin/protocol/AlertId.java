/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The identity of an alert, {@code <origin>.<uuidv7>}, the same in Kafka keys, tables, URLs and references. Only the
 * origin may sign for it, so nobody can occupy another's id.
 */
public record AlertId(Member origin, UUID id) {

    /** Both parts are compulsory. */
    public AlertId {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(id, "id");
    }

    /** Reads {@code kz.0190…}; anything else is an {@link IllegalArgumentException}. */
    @JsonCreator
    public static AlertId of(String text) {
        OwnedId parts = OwnedId.of(text);
        return new AlertId(parts.owner(), parts.id());
    }

    /** Reads an identity that a stranger typed; empty when it is none. */
    public static Optional<AlertId> parse(String text) {
        return OwnedId.parse(text).map(parts -> new AlertId(parts.owner(), parts.id()));
    }

    @JsonValue
    @Override
    public String toString() {
        return origin.code() + '.' + id;
    }
}
