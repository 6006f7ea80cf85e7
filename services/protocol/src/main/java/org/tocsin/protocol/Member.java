/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A party of the exchange by its code: a state (ISO 3166-1 alpha-2 in lower case) or a body such as {@code centre}.
 *
 * <p>{@code coordinator} and {@code registrar} are signing identities that are nobody's gateway.
 */
public record Member(String code) implements Comparable<Member> {

    // Before the constants, whose making needs it.
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{1,15}");

    /** The coordinating centre's desk; it always exists. */
    public static final Member CENTRE = new Member("centre");
    /** Signs notices. */
    public static final Member COORDINATOR = new Member("coordinator");
    /** Signs the directory; its public key is the trust anchor of every configuration. */
    public static final Member REGISTRAR = new Member("registrar");

    /** Refuses what is not a member code with {@link IllegalArgumentException}. */
    public Member {
        if (!isCode(code)) {
            throw new IllegalArgumentException("not a member code");
        }
    }

    /** Reads a code as written in JSON, topic names and configuration. */
    @JsonCreator
    public static Member of(String code) {
        return new Member(code);
    }

    /** Says whether the text has the form of a member code: {@code [a-z][a-z0-9-]{1,15}}. */
    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** Says whether this code signs without being anybody's gateway. */
    public boolean isReserved() {
        return equals(COORDINATOR) || equals(REGISTRAR);
    }

    @Override
    public int compareTo(Member other) {
        return code.compareTo(other.code);
    }

    @JsonValue
    @Override
    public String toString() {
        return code;
    }
}
