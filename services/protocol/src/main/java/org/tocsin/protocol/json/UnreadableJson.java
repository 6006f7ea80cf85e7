/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.json;

/** What a stranger sent is not JSON that this exchange reads. Its message never repeats the input. */
public final class UnreadableJson extends Exception {

    /** Why it is not read. */
    public enum Reason {
        /** Not one well-formed JSON object in UTF-8 without doubled keys. */
        MALFORMED,
        /** Well formed so far, but larger, deeper or longer than allowed. */
        OVER_LIMIT
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnreadableJson(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why it is not read. */
    public Reason reason() {
        return reason;
    }
}
