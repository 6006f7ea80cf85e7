/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;

/** The identity of an answer, {@code <member>.<uuidv7>}; only that member may sign for it. */
public record AnswerId(Member member, UUID id) {

    /** Both parts are compulsory. */
    public AnswerId {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(id, "id");
    }

    /** Reads {@code uz.0190…}; anything else is an {@link IllegalArgumentException}. */
    @JsonCreator
    public static AnswerId of(String text) {
        OwnedId parts = OwnedId.of(text);
        return new AnswerId(parts.owner(), parts.id());
    }

    @JsonValue
    @Override
    public String toString() {
        return member.code() + '.' + id;
    }
}
