/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import org.tocsin.protocol.Digest;

/** The last link of the chain: how many entries there are, and the hash over all of them. */
public record ChainHead(long seq, Digest hash) {

    /** Before the first entry. */
    static final ChainHead START = new ChainHead(0, new Digest("0".repeat(64)));
}
