/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.event;

import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Label;

/**
 * An event with its number; numbers have no gaps and their order is commit order. {@code tlp} is the label of what it is
 * about, null when that is no alert held here: then it says nothing of a matter.
 */
public record Numbered(long id, EventKind kind, @Nullable Label tlp, String data) {

    /** Names it. Its content is for readers, who are judged, and for no log. */
    @Override
    public String toString() {
        return "event " + id + ' ' + kind.token();
    }
}
