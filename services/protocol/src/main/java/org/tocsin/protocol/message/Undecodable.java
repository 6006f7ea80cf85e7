/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.message;

/** A verified payload that is not a message this version reads. Carries the reason, never the payload. */
public final class Undecodable extends Exception {

    /** What is wrong with it. */
    public enum Reason {
        /** Of a known version, but not of its form: poison. */
        WRONG_SCHEMA,
        /** Of a newer major version: to be parked, not refused. */
        UNKNOWN_VERSION
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    Undecodable(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    /** What is wrong with it. */
    public Reason reason() {
        return reason;
    }
}
