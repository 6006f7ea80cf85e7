/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.util.ArrayList;
import java.util.List;

/**
 * What one poll brought: messages to decide on, records already refused, and the positions to move. {@code released}
 * are quarantine rows whose wait is over, to be deleted in the same statement.
 */
public record Batch(
        List<Inbound> messages, List<Quarantined> quarantined, List<Position> positions, List<Long> released) {

    /** The same batch with further records refused by the service itself. */
    public Batch refusing(List<Quarantined> refused) {
        List<Quarantined> all = new ArrayList<>(quarantined);
        all.addAll(refused);
        return new Batch(messages, all, positions, released);
    }
}
