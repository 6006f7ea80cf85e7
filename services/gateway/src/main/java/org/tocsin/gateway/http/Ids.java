/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import org.tocsin.protocol.AlertId;

/** Identities in paths. */
public final class Ids {

    private Ids() {}

    /** Reads an alert's identity; what is none cannot be found. */
    public static AlertId alert(String text) {
        return AlertId.parse(text).orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
    }
}
