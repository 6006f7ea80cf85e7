/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.answer;

import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.message.AnswerKind;
import org.tocsin.protocol.message.Assessment;
import org.tocsin.protocol.message.Outcome;

/** What a client wants answered. */
record AnswerDraft(
        AnswerKind kind,
        int revision,
        Outcome outcome,
        @Nullable Assessment assessment,
        @Nullable String note) {}
