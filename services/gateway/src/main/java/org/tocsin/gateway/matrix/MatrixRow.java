/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.matrix;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Assessment;
import org.tocsin.protocol.message.Outcome;
import org.tocsin.protocol.message.RecipientKind;

/**
 * One recipient of an alert. Times of receipt and display are the recipient's own clock, {@code answeredAt} and {@code
 * acknowledgeBy} the broker's. {@code answeredAt} is the first answer since the running deadline was opened; outcome,
 * assessment and note are the latest, given on {@code answeredRevision}. {@code refusal} tells why it was not sent, or {@code undeliverable}.
 */
record MatrixRow(
        Member member,
        RecipientKind kind,
        int revision,
        @Nullable Instant sentAt,
        @Nullable Instant receivedAt,
        @Nullable Instant displayedAt,
        @Nullable Instant answeredAt,
        @Nullable Integer answeredRevision,
        @Nullable Outcome outcome,
        @Nullable Assessment assessment,
        @Nullable String note,
        @Nullable Instant acknowledgeBy,
        boolean overdue,
        int escalationLevel,
        @Nullable String refusal) {}
