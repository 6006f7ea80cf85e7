/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.testing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.AnswerKind;
import org.tocsin.protocol.message.Assessment;
import org.tocsin.protocol.message.By;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Outcome;
import org.tocsin.protocol.signing.SignedMessage;

/** Builds sample answers; what is not said has a sensible value. */
public final class AnswerBuilder {

    private final Member member;
    private final AlertId alert;
    private UUID id = Examples.uuid();
    private int revision;
    private @Nullable Outcome outcome = Outcome.ACCEPTED;
    private @Nullable Assessment assessment = Assessment.UNDER_INVESTIGATION;
    private @Nullable String note = "We are looking.";
    private List<Member> audience;
    private Instant issued = Examples.ISSUED.plusSeconds(600);

    AnswerBuilder(Member member, Alert answered) {
        this.member = member;
        this.alert = answered.header().alert();
        this.revision = answered.header().revision();
        this.audience = List.of(alert.origin());
    }

    /** The second half of its identity. */
    public AnswerBuilder id(UUID uuid) {
        this.id = uuid;
        return this;
    }

    /** The revision it is about. */
    public AnswerBuilder revision(int number) {
        this.revision = number;
        return this;
    }

    /** Whether the member takes it on. */
    public AnswerBuilder outcome(@Nullable Outcome outcome) {
        this.outcome = outcome;
        return this;
    }

    /** How the member sees its own exposure. */
    public AnswerBuilder assessment(@Nullable Assessment assessment) {
        this.assessment = assessment;
        return this;
    }

    /** The officer's words. */
    public AnswerBuilder note(@Nullable String text) {
        this.note = text;
        return this;
    }

    /** Who may read it. */
    public AnswerBuilder to(String... members) {
        this.audience = Stream.of(members).map(Examples::member).toList();
        return this;
    }

    /** When it claims to be issued. */
    public AnswerBuilder issued(Instant time) {
        this.issued = time;
        return this;
    }

    /** The answer. */
    public Answer build() {
        return new Answer(
                Message.VERSION,
                member,
                id,
                alert,
                revision,
                AnswerKind.ACKNOWLEDGEMENT,
                outcome,
                assessment,
                note,
                new By("duty-officer", "op-7"),
                audience,
                issued);
    }

    /** The answer signed by its member's sample key. */
    public SignedMessage sign() {
        return Examples.signed(build());
    }
}
