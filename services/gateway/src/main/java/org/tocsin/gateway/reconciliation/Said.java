/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import java.time.Instant;
import java.util.List;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.Window;

/** A message that was said by one of two members to the other; {@code event} is its number at this member. */
record Said(long event, Digest digest, Instant issued) {

    static List<Digest> digests(List<Said> said) {
        return said.stream().map(Said::digest).toList();
    }

    static List<Said> within(Window window, List<Said> said) {
        return said.stream()
                .filter(message -> window.contains(message.issued()))
                .toList();
    }
}
