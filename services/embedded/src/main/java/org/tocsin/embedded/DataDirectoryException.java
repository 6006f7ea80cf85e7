/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

/** A data directory cannot be used; the message is one sentence that a user can act on. */
public final class DataDirectoryException extends RuntimeException {

    /** What stands in the way. */
    public enum Reason {
        /** Another instance, in this JVM or another one, runs on the same directory. */
        IN_USE,
        /** The directory cannot be created or written. */
        NOT_WRITABLE
    }

    private final Reason reason;

    DataDirectoryException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    DataDirectoryException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
