/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import org.tocsin.protocol.Member;

/** A member's gateway and its two loopback ports: the public door, and health and metrics. */
public record Place(Member member, int port, int managementPort) {

    /** The public door's address. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    String managementUrl() {
        return "http://127.0.0.1:" + managementPort;
    }
}
