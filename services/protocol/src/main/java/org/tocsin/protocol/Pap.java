/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The Permissible Actions Protocol: what a reader may <em>do</em> with the content. Orthogonal to {@link Label}. */
public enum Pap {
    /** Non-detectable actions only. */
    RED("PAP:RED"),
    /** Passive cross-checks and third-party look-ups. */
    AMBER("PAP:AMBER"),
    /** Active actions such as blocking. */
    GREEN("PAP:GREEN"),
    /** No limit. */
    CLEAR("PAP:CLEAR");

    private final String token;

    Pap(String token) {
        this.token = token;
    }

    /** Reads the exact text. */
    @JsonCreator
    public static Pap of(String token) {
        return Arrays.stream(values())
                .filter(pap -> pap.token.equals(token))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a PAP level"));
    }

    /** The level as messages write it. */
    @JsonValue
    public String token() {
        return token;
    }
}
