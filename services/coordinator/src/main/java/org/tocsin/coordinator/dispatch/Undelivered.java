/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import java.util.HashSet;
import java.util.Set;
import org.tocsin.protocol.Member;
import org.tocsin.transport.inbound.Inbound;

/** Which records of a batch did not get into which inbox. */
final class Undelivered {

    private final Set<Missing> missing = new HashSet<>();

    private record Missing(Inbound.Source source, Member to) {}

    void add(Parcel parcel) {
        missing.add(new Missing(parcel.inbound().source(), parcel.to()));
    }

    boolean contains(Inbound inbound, Member to) {
        return missing.contains(new Missing(inbound.source(), to));
    }
}
