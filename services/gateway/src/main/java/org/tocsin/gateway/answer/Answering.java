/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.answer;

import java.util.List;
import java.util.Optional;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.Direction;
import org.tocsin.gateway.event.Stored;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.http.Violation;

/** Decides which revision an answer or a display is about, from what this member holds of the alert. Pure. */
final class Answering {

    private Answering() {}

    /** The current revision; refused when this member was not addressed, or the answer is about another one. */
    static AlertItem answered(List<Stored> revisions, int revision) {
        AlertItem current = current(revisions);
        if (revision < current.revision()) {
            throw new Refused(ProblemType.REVISION_SUPERSEDED);
        }
        if (revision > current.revision()) {
            throw new Refused(ProblemType.INVALID_ANSWER, List.of(new Violation("/revision", "not-received")));
        }
        return current;
    }

    /** The revision that was shown to a person: the one named, or the current one. */
    static Stored displayed(List<Stored> revisions, Optional<Integer> revision) {
        int wanted = revision.orElseGet(() -> current(revisions).revision());
        return revisions.stream()
                .filter(stored -> stored.direction() == Direction.RECEIVED && stored.revision() == wanted)
                .findFirst()
                .orElseThrow(() -> new Refused(ProblemType.NOT_FOUND));
    }

    private static AlertItem current(List<Stored> revisions) {
        if (revisions.isEmpty()) {
            throw new Refused(ProblemType.NOT_FOUND);
        }
        Stored last = revisions.get(revisions.size() - 1);
        if (last.direction() == Direction.SENT) {
            throw new Refused(ProblemType.INVALID_TRANSITION, "The origin does not acknowledge its own alert.");
        }
        return last.as(AlertItem.class);
    }
}
