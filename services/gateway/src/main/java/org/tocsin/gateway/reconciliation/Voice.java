/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.outbox.Outbox;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;

/** Signs and sends what is compared. Never sent again: the next comparison makes a lost one good. */
@Component
class Voice {

    private static final Logger log = LoggerFactory.getLogger(Voice.class);

    private final Signer signer;
    private final MessageSender sender;
    private final Outbox outbox;

    Voice(Signer signer, MessageSender sender, Outbox outbox) {
        this.signer = signer;
        this.sender = sender;
        this.outbox = outbox;
    }

    Member self() {
        return signer.owner();
    }

    boolean isLinked() {
        return outbox.isLinked(Lane.ROUTINE);
    }

    void say(Reconciliation message) {
        byte[] bytes = signer.sign(message).bytes();
        sender.send(new Outgoing(Topics.outbox(self(), Lane.ROUTINE), self().code(), bytes))
                .whenComplete((acknowledged, failure) -> {
                    if (failure != null) {
                        log.debug("A comparison with {} was not sent; the next one will be", message.to());
                    }
                });
    }
}
