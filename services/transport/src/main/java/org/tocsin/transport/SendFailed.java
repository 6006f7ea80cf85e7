/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport;

/** The broker did not acknowledge in time. The records may or may not be in the topic. */
public final class SendFailed extends Exception {

    private static final long serialVersionUID = 1L;

    /** The cause tells what the client said. */
    public SendFailed(Throwable cause) {
        super("not acknowledged", cause);
    }
}
