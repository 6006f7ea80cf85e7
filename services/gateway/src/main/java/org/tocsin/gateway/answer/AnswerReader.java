/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.answer;

import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.http.Fields;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.message.AnswerKind;
import org.tocsin.protocol.message.Assessment;
import org.tocsin.protocol.message.Outcome;
import tools.jackson.databind.JsonNode;

/** Reads a posted answer; {@link Refused} tells everything that is wrong with its form. */
final class AnswerReader {

    private static final int LONGEST_NOTE = 2_000;

    private AnswerReader() {}

    // What is compulsory is there once no violation was found.
    @SuppressWarnings("NullAway")
    static AnswerDraft read(JsonNode body) {
        Fields fields = Fields.of(body);
        AnswerKind kind = fields.required("kind", fields.token("kind", AnswerKind.class));
        Integer revision = fields.required("revision", fields.count("revision"));
        Outcome outcome = fields.required("outcome", fields.token("outcome", Outcome.class));
        Assessment assessment = fields.token("assessment", Assessment.class);
        String note = fields.text("note", LONGEST_NOTE);
        refuseIfWrong(fields);
        return new AnswerDraft(kind, revision, outcome, assessment, note);
    }

    /** The revision that a display names; null when it means the current one. */
    static @Nullable Integer displayedRevision(JsonNode body) {
        Fields fields = Fields.of(body);
        Integer revision = fields.count("revision");
        refuseIfWrong(fields);
        return revision;
    }

    private static void refuseIfWrong(Fields fields) {
        fields.refuseOthers();
        if (!fields.violations().isEmpty()) {
            throw new Refused(ProblemType.INVALID_ANSWER, fields.violations());
        }
    }
}
