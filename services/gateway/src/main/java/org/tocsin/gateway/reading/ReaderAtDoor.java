/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.release.Door;
import org.tocsin.protocol.release.Reader;
import org.tocsin.protocol.release.ReleaseRule;

/** Somebody at a door, for whom the release rule is asked: nothing stored is given out but to one. Pure. */
public record ReaderAtDoor(Door door, Reader reader) {

    /** The labels that may be read here, as queries compare them. */
    public List<String> labels() {
        return ReleaseRule.readable(door, reader).stream().map(Label::token).toList();
    }

    /** Says whether what has the label may be known here; what has none is about no alert that is held. */
    boolean mayKnow(@Nullable Label label) {
        return label == null || ReleaseRule.read(label, door, reader).isAllowed();
    }

    String[] labelArray() {
        return labels().toArray(String[]::new);
    }
}
