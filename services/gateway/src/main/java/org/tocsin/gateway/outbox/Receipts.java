/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Receipt;
import org.tocsin.protocol.signing.Signer;
import org.tocsin.protocol.signing.SigningKeyNotValid;
import org.tocsin.transport.DaemonThreads;
import org.tocsin.transport.outbound.MessageSender;
import org.tocsin.transport.outbound.Outgoing;

/**
 * Confirms to their senders what arrived: covers are collected for 100 ms, or 200 of them, and share a signature. While
 * the link is down a bounded number waits here. A lost receipt of arrival needs no other memory: its sender sends the
 * message again, and that is confirmed again.
 */
@Component
public class Receipts implements DisposableBean {

    private static final int COLLECT_MILLIS = 100;
    private static final int RETRY_MILLIS = 2_000;
    private static final int MOST_WAITING = 20_000;

    private final MessageSender sender;
    private final Signer signer;
    private final ConcurrentLinkedQueue<Due> due = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledExecutorService clock;

    Receipts(MessageSender sender, Signer signer) {
        this.sender = sender;
        this.signer = signer;
        this.clock = DaemonThreads.scheduler("receipts");
    }

    /** Something to confirm to a member, in the lane it came in. */
    public record Due(Member to, Lane lane, Receipt.Cover cover) {}

    /** Confirms these soon; call after they were committed. */
    public void confirm(List<Due> covers) {
        if (covers.isEmpty()) {
            return;
        }
        due.addAll(covers);
        int before = waiting.getAndAdd(covers.size());
        if (before == 0) {
            clock.schedule(this::flush, COLLECT_MILLIS, TimeUnit.MILLISECONDS);
        } else if (before + covers.size() >= Receipt.MAX_COVERS && before < Receipt.MAX_COVERS) {
            clock.execute(this::flush);
        }
    }

    @Override
    public void destroy() {
        clock.execute(this::flush);
        clock.shutdown();
    }

    private record Sender(Member to, Lane lane) {}

    private void flush() {
        waiting.set(0);
        Map<Sender, List<Receipt.Cover>> bySender = new LinkedHashMap<>();
        for (Due next = due.poll(); next != null; next = due.poll()) {
            bySender.computeIfAbsent(new Sender(next.to(), next.lane()), any -> new ArrayList<>())
                    .add(next.cover());
        }
        bySender.forEach((to, covers) -> send(to.to(), to.lane(), covers));
    }

    private void send(Member to, Lane lane, List<Receipt.Cover> covers) {
        Member self = signer.owner();
        for (int from = 0; from < covers.size(); from += Receipt.MAX_COVERS) {
            List<Receipt.Cover> some = covers.subList(from, Math.min(from + Receipt.MAX_COVERS, covers.size()));
            send(to, lane, some, new Receipt(Message.VERSION, self, to, some));
        }
    }

    private void send(Member to, Lane lane, List<Receipt.Cover> some, Receipt receipt) {
        try {
            byte[] bytes = signer.sign(receipt).bytes();
            Outgoing outgoing = new Outgoing(
                    Topics.outbox(signer.owner(), lane), signer.owner().code(), bytes);
            sender.send(outgoing).whenComplete((acknowledged, failure) -> {
                if (failure != null) {
                    keep(to, lane, some);
                }
            });
        } catch (SigningKeyNotValid later) {
            keep(to, lane, some);
        }
    }

    private void keep(Member to, Lane lane, List<Receipt.Cover> covers) {
        if (waiting.get() < MOST_WAITING && !clock.isShutdown()) {
            covers.forEach(cover -> due.add(new Due(to, lane, cover)));
            if (waiting.getAndAdd(covers.size()) == 0) {
                clock.schedule(this::flush, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
