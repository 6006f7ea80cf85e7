/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.AuditTrail;
import org.tocsin.gateway.outbox.Outbox;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.protocol.signing.SigningKeyNotValid;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;

/** Signs and sends what is compared. Never sent again: the next comparison makes a lost one good. */
@Component
class Voice {

    private static final Logger log = LoggerFactory.getLogger(Voice.class);

    private final Signer signer;
    private final MessageSender sender;
    private final Outbox outbox;
    private final AuditTrail audit;

    Voice(Signer signer, MessageSender sender, Outbox outbox, AuditTrail audit) {
        this.signer = signer;
        this.sender = sender;
        this.outbox = outbox;
        this.audit = audit;
    }

    Member self() {
        return signer.owner();
    }

    // What is missing is found without it, so it is never waited for.
    private Reconciliation withAudit(Reconciliation message) {
        try {
            return message.with(audit.checkpoint());
        } catch (SQLException | RuntimeException later) {
            log.warn("The head of the audit was not told: {}", later.getClass().getSimpleName());
            return message;
        }
    }

    boolean isLinked() {
        return outbox.isLinked(Lane.ROUTINE);
    }

    /** Says it, with the head of the audit. Blocking. */
    void say(Reconciliation message) {
        try {
            send(message, signer.sign(withAudit(message)).bytes());
        } catch (SigningKeyNotValid later) {
            log.debug("A comparison with {} was not signed; a later one will be", message.to());
        }
    }

    private void send(Reconciliation message, byte[] bytes) {
        sender.send(new Outgoing(Topics.outbox(self(), Lane.ROUTINE), self().code(), bytes))
                .whenComplete((acknowledged, failure) -> {
                    if (failure != null) {
                        log.debug("A comparison with {} was not sent; the next one will be", message.to());
                    }
                });
    }
}
