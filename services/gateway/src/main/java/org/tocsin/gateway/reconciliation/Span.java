/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import java.time.Instant;
import java.util.List;
import org.tocsin.protocol.message.Window;

/**
 * Which messages are compared: those issued from {@code since} until before {@code until}, less the alerts that had
 * expired at {@code asOf}, which nobody would let in any more. All three are the sender's clock.
 */
record Span(Instant since, Instant until, Instant asOf) {

    static Span of(List<Window> windows, Instant asOf) {
        return new Span(windows.get(0).since(), windows.get(windows.size() - 1).until(), asOf);
    }
}
