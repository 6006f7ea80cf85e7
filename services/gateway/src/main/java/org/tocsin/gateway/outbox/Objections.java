/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;

/**
 * Tells origins, signed, what of theirs was not let in here by the release rule. Never sent again by itself: an origin
 * that did not hear it sends its alert again, and is told again.
 */
@Component
public class Objections {

    private static final Logger log = LoggerFactory.getLogger(Objections.class);

    private final MessageSender sender;
    private final Signer signer;

    Objections(MessageSender sender, Signer signer) {
        this.sender = sender;
        this.signer = signer;
    }

    /** An objection, in the lane of what it is about. */
    public record Due(Lane lane, Objection objection) {}

    /** Tells these; call after what they are about was committed. */
    public void raise(List<Due> due) {
        due.forEach(this::raise);
    }

    private void raise(Due due) {
        Objection objection = due.objection();
        String topic = Topics.outbox(objection.member(), due.lane());
        byte[] signed = signer.sign(objection).bytes();
        sender.send(new Outgoing(topic, objection.member().code(), signed)).whenComplete((acknowledged, failure) -> {
            if (failure != null) {
                log.debug("An objection was not told to {}; it will be when its alert comes again", objection.to());
            }
        });
    }
}
