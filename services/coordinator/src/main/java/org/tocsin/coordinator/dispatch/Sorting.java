/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.message.Receipt;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.inbound.Quarantined;

/**
 * What a batch's messages are to come to, decided in their order and before anything is sent. Answers go to whom their
 * author signed for; whether the author was addressed is judged by those, who hold the alert. What two members compare
 * or object to goes from one to the other and is nobody else's affair.
 */
record Sorting(
        List<Dispatch.Released> released,
        List<Dispatch.Refused> refused,
        List<Said> answers,
        List<Said> receipts,
        List<Said> relayed) {

    /** A message and the member it goes to, several times for several members. */
    record Said(Inbound inbound, List<Member> targets) {}

    static Sorting of(List<Inbound> messages, Dispatch dispatch, Known known) {
        Sorting sorting = new Sorting(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        messages.forEach(inbound -> sorting.add(inbound, dispatch, known));
        return sorting;
    }

    private void add(Inbound inbound, Dispatch dispatch, Known known) {
        if (inbound.message() instanceof Alert alert) {
            add(dispatch.decide(inbound, alert.header(), known), known);
        } else if (inbound.message() instanceof Answer answer) {
            answers.add(new Said(
                    inbound,
                    answer.audience().stream()
                            .distinct()
                            .filter(member -> !member.equals(answer.member()))
                            .toList()));
        } else if (inbound.message() instanceof Receipt receipt) {
            receipts.add(new Said(inbound, List.of(receipt.to())));
        } else if (inbound.message() instanceof Reconciliation comparison) {
            relayed.add(new Said(inbound, List.of(comparison.to())));
        } else if (inbound.message() instanceof Objection objection && !isOwn(objection)) {
            relayed.add(new Said(inbound, List.of(objection.to())));
        }
    }

    // An origin keeps what it objected to in its own drafts.
    private static boolean isOwn(Objection objection) {
        return objection.to().equals(objection.member());
    }

    private void add(Dispatch.Decision decision, Known known) {
        if (decision instanceof Dispatch.Refused no) {
            refused.add(no);
        } else if (decision instanceof Dispatch.Released yes) {
            known.dispatched(
                    yes.alert().alert(),
                    yes.alert().revision(),
                    new Known.First(yes.inbound().signed().digest(), yes.appendedAt()));
            released.add(yes);
        }
    }

    /** What is to be sent, in the order of the batch within each kind. */
    List<Parcel> parcels() {
        Stream<Parcel> copies = released.stream().flatMap(alert -> alert.lines().stream()
                .filter(line -> line.refusal() == null)
                .map(line -> new Parcel(alert.inbound(), line.recipient().member(), alert.appendedAt())));
        Stream<Parcel> relays = Stream.of(answers, receipts, relayed)
                .flatMap(List::stream)
                .flatMap(said -> said.targets().stream()
                        .map(to -> new Parcel(said.inbound(), to, said.inbound().appendedAt())));
        return Stream.concat(copies, relays).toList();
    }

    /** The refused alerts as they go to quarantine. */
    List<Quarantined> quarantined() {
        return refused.stream()
                .map(alert -> Quarantined.of(alert.inbound(), alert.reason()))
                .toList();
    }
}
