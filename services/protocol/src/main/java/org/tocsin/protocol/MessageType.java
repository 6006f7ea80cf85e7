/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol;

import java.util.Arrays;
import java.util.Optional;

/** What a signed message is, as its JWS {@code typ} says it (explicit typing, RFC 8725 section 3.11). */
public enum MessageType {
    /** A warning, its updates and its recall. */
    ALERT("tocsin-alert+jws"),
    /** An addressee's word on one revision. */
    ANSWER("tocsin-answer+jws"),
    /** A gateway's proof of what arrived. */
    RECEIPT("tocsin-receipt+jws"),
    /** The coordinator's word. */
    NOTICE("tocsin-notice+jws"),
    /** What two members compare to find what is missing. */
    RECONCILIATION("tocsin-reconciliation+jws"),
    /** A gateway's word that the release rule stopped something. */
    OBJECTION("tocsin-objection+jws"),
    /** A record of the directory. */
    DIRECTORY("tocsin-directory+jws"),
    /** What a member asks the registrar for; it goes from hand to hand and is never a message. */
    REQUEST("tocsin-request+jws");

    private final String typ;

    MessageType(String typ) {
        this.typ = typ;
    }

    /** Finds the type by its {@code typ}; empty for one of a newer version. */
    public static Optional<MessageType> of(String typ) {
        return Arrays.stream(values()).filter(type -> type.typ.equals(typ)).findFirst();
    }

    /** The JWS {@code typ} header value. */
    public String typ() {
        return typ;
    }
}
