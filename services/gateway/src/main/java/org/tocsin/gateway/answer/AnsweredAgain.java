/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.answer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.answer.Answers.Issuing;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.event.AnswerItem;
import org.tocsin.gateway.outbox.Outbox;
import org.tocsin.gateway.outbox.Posting;
import org.tocsin.gateway.outbox.RefusedForKey;
import org.tocsin.gateway.outbox.RefusedForKey.Left;
import org.tocsin.protocol.MessageType;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.MessageCodec;
import org.tocsin.protocol.message.Undecodable;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Gives an answer again that was refused for its key: the same words as a new answer, signed with the key that is valid. */
@Component
class AnsweredAgain implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(AnsweredAgain.class);

    private final RefusedForKey refused;
    private final Issuing issuing;
    private final Outbox outbox;
    private final Scheduler readers;

    AnsweredAgain(RefusedForKey refused, Issuing issuing, Outbox outbox, Scheduler readers) {
        this.refused = refused;
        this.issuing = issuing;
        this.outbox = outbox;
        this.readers = readers;
    }

    @Override
    public void afterPropertiesSet() {
        refused.onEach(this::say);
    }

    private void say(Left left) {
        if (left.type() == MessageType.ANSWER) {
            Mono.defer(() -> outbox.post(posting(left)))
                    .then(Mono.<Void>fromRunnable(() -> refused.settle(left.digest()))
                            .subscribeOn(readers))
                    .subscribe(
                            done -> {},
                            later -> log.warn(
                                    "{} is given again later: {}",
                                    left.digest(),
                                    later.getClass().getSimpleName()));
        }
    }

    private Posting posting(Left left) {
        Answer again = again(answer(left));
        SignedMessage signed = issuing.signer().sign(again);
        return new Posting(
                signed,
                AnswerItem.sent(again, signed, again.issued()).toEvent(again.audience()),
                again.alert().toString(),
                left.lane(),
                left.members(),
                left.expires(),
                null,
                Act.ANSWER_GIVEN,
                null);
    }

    private Answer again(Answer before) {
        return new Answer(
                Message.VERSION,
                before.member(),
                issuing.ids().generate(),
                before.alert(),
                before.revision(),
                before.kind(),
                before.outcome(),
                before.assessment(),
                before.note(),
                before.by(),
                before.audience(),
                issuing.clock().instant());
    }

    private static Answer answer(Left left) {
        try {
            return (Answer) MessageCodec.decode(
                    MessageType.ANSWER, SignedMessage.parse(left.jws()).payload());
        } catch (MalformedJws | Undecodable corrupt) {
            throw new IllegalStateException("a message of our own is unreadable", corrupt);
        }
    }
}
