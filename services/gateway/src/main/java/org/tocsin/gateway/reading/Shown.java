/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reading;

import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Numbered;

/**
 * An event as one reader may know it. Of what it may not know there is the number, past which it is taken, and nothing
 * else. Only this room makes one.
 */
public final class Shown {

    private final Numbered event;
    private final boolean hidden;

    Shown(Numbered event, ReaderAtDoor reader) {
        this.event = event;
        this.hidden = !reader.mayKnow(event.tlp());
    }

    /** Its number. */
    public long id() {
        return event.id();
    }

    /** Says whether there is nothing to be given but the number. */
    public boolean isHidden() {
        return hidden;
    }

    /** What happened. */
    public EventKind kind() {
        return open().kind();
    }

    /** The JSON that the reader sees. */
    public String data() {
        return open().data();
    }

    private Numbered open() {
        if (hidden) {
            throw new IllegalStateException("event " + event.id() + " is hidden from this reader");
        }
        return event;
    }
}
