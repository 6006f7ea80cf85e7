/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.Events;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Tail;

/** The numbered events as one reader may know them; each carries its label, so that judging it looks nothing up. */
@Component
public class ShownEvents {

    private final Tail tail;
    private final Events events;

    ShownEvents(Tail tail, Events events) {
        this.tail = tail;
        this.events = events;
    }

    /** Up to {@code limit} events after the number, or null when they are no longer in memory. */
    public @Nullable List<Shown> newest(long after, int limit, ReaderAtDoor reader) {
        List<Numbered> found = tail.after(after, limit);
        return found == null ? null : shown(found, reader);
    }

    /** Up to {@code limit} events after the number, in order, from the table. Blocking. */
    public List<Shown> stored(long after, int limit, ReaderAtDoor reader) {
        return shown(events.after(after, limit), reader);
    }

    private static List<Shown> shown(List<Numbered> some, ReaderAtDoor reader) {
        return some.stream().map(event -> new Shown(event, reader)).toList();
    }
}
