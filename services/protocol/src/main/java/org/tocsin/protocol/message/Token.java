/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A word of a closed list that is written the same way in JSON, tables, streams and documents. */
public interface Token {

    /** The word as it is written. */
    String token();

    /** Finds the constant that is written exactly like this; case matters. */
    static <T extends Enum<T> & Token> Optional<T> find(Class<T> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.token().equals(text))
                .findFirst();
    }

    /** {@code UNDER_INVESTIGATION} is written {@code under-investigation}. */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code IMMEDIATE} is written {@code Immediate}, as CAP 1.2 does. */
    static String capitalized(Enum<?> constant) {
        return constant.name().charAt(0) + constant.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
