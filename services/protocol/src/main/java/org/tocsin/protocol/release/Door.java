/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.release;

/**
 * A way by which an alert's content may leave a gateway. Everything that comes out comes out by one of these. Logs,
 * metrics, traces and error texts are none: nothing of an alert belongs there, whatever its label.
 */
public enum Door {
    /** The JSON of the API and the console, for a known reader: alert, list, search, matrix. */
    API,
    /** The live stream, for a known reader. */
    STREAM,
    /** A file that leaves the gateway with its reader: the signed bytes, an export. */
    EXPORT,
    /** What the gateway sends by itself: webhook, e-mail. */
    PUSH,
    /** What anybody may read who knows the address. */
    PUBLIC
}
