/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.notice;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.transport.SendFailed;
import org.tocsin.transport.outbound.Delivery;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;

/**
 * Signs notices, each once however many are told, and sends them. A target without an inbox is passed over: notices are
 * never owed, the coordinator evaluates again from its own tables.
 */
@Component
public class Notices {

    private static final Logger log = LoggerFactory.getLogger(Notices.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Signer signer;
    private final MessageSender sender;
    private final MeterRegistry meters;

    Notices(Signer signer, MessageSender sender, MeterRegistry meters) {
        this.signer = signer;
        this.sender = sender;
        this.meters = meters;
    }

    /** Sends all and waits for the broker's word; fails when it does not say it has each one whose inbox exists. */
    public void send(List<Telling> tellings) throws SendFailed, InterruptedException {
        List<Outgoing> outgoing = new ArrayList<>();
        tellings.forEach(telling -> address(telling, outgoing));
        List<Delivery> deliveries = sender.sendEach(outgoing, PATIENCE);
        for (int i = 0; i < deliveries.size(); i++) {
            String topic = outgoing.get(i).topic();
            if (deliveries.get(i) == Delivery.UNANSWERED && sender.isReady(topic)) {
                throw new SendFailed(new TimeoutException(topic));
            }
        }
    }

    private void address(Telling telling, List<Outgoing> outgoing) {
        byte[] signed = signer.sign(telling.notice()).bytes();
        String kind = telling.notice().kind().token();
        for (Member target : telling.targets()) {
            String topic = Topics.inbox(target, telling.lane());
            if (sender.isReady(topic)) {
                outgoing.add(new Outgoing(topic, Member.COORDINATOR.code(), signed));
                meters.counter("tocsin.notices", "kind", kind).increment();
            } else {
                log.debug("{} cannot be told a {} notice: {} is not there", target, kind, topic);
            }
        }
    }
}
