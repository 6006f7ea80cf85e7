/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reading;

import org.tocsin.gateway.event.Events;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Tail;
import org.tocsin.protocol.release.Door;
import org.tocsin.protocol.release.Reader;

/** What readers may know, for tests of what stands on it. */
public final class Readings {

    private Readings() {}

    /** The event as a person without a clearance sees it. */
    public static Shown shown(Numbered event) {
        return new Shown(event, new ReaderAtDoor(Door.STREAM, Reader.person(false)));
    }

    /** The events of a tail and of the table behind it. */
    public static ShownEvents of(Tail tail, Events events) {
        return new ShownEvents(tail, events);
    }
}
