/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The labels of TLP 2.0 (FIRST), strictest first. There is no default and no other label. */
public enum Label {
    /** For the eyes and ears of the named recipients only. */
    RED("TLP:RED"),
    /** The recipient's organisation only. */
    AMBER_STRICT("TLP:AMBER+STRICT"),
    /** The recipient's organisation and its clients. */
    AMBER("TLP:AMBER"),
    /** The community, never a public channel. */
    GREEN("TLP:GREEN"),
    /** No limit. */
    CLEAR("TLP:CLEAR");

    private final String token;

    Label(String token) {
        this.token = token;
    }

    /** Reads the exact label text; labels are never translated and have no other spelling. */
    @JsonCreator
    public static Label of(String token) {
        return Arrays.stream(values())
                .filter(label -> label.token.equals(token))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a TLP 2.0 label"));
    }

    /** Says whether this label is stricter than the other. */
    public boolean isStricterThan(Label other) {
        return compareTo(other) < 0;
    }

    /** The label as people and messages write it. */
    @JsonValue
    public String token() {
        return token;
    }
}
