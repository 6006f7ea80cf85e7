/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.release.Reader;

/** What an account carries, in the words in which it is written. */
record Rights(
        List<String> roles,
        String kind,
        String standing,
        boolean red,
        @Nullable String ceiling) {

    static Rights of(Set<Role> roles, Reader reader) {
        Label ceiling = reader.ceiling();
        return new Rights(
                roles.stream().sorted().map(Role::token).toList(),
                token(reader.being()),
                token(reader.standing()),
                reader.red(),
                ceiling == null ? null : ceiling.token());
    }

    static String token(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
