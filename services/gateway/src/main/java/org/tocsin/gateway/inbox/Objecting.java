/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.inbox;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.tocsin.gateway.audit.Act;
import org.tocsin.gateway.audit.Actor;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.event.RefusalItem;
import org.tocsin.gateway.inbox.Admission.Verdict;
import org.tocsin.gateway.outbox.Objections;
import org.tocsin.gateway.outbox.Settlement;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.message.Place;
import org.tocsin.protocol.signing.Refusal;
import org.tocsin.transport.inbound.Inbound;

/** What follows when the release rule stops something: here, or of this member's elsewhere (ADR 0021). Pure. */
record Objecting(Member self, Instant now, Known known) {

    /** Refuses an alert that the rule stops here; its origin is told, signed, so that it sends it no more. */
    Verdict to(Inbound inbound, AlertHeader header, Refusal refusal) {
        if (header.origin().equals(self)) {
            return Verdict.refused(refusal);
        }
        Objection.Stopped stopped = new Objection.Stopped(
                refusal.slug(),
                header.tlp(),
                header.alert(),
                header.revision(),
                inbound.signed().digest(),
                self);
        Objection objection = Objection.atRecipient(self, header, stopped, now);
        AuditEntry entry = AuditEntry.refused(Act.ALERT_REFUSED, Actor.GATEWAY, now, refusal.slug())
                .about(header.alert(), header.revision(), stopped.digest())
                .about(Place.RECIPIENT.token());
        return Verdict.objected(refusal, new Objections.Due(inbound.lane(), objection), entry);
    }

    /** Takes in that a recipient stopped a revision of this member's. */
    Verdict heard(Inbound inbound, Objection objection) {
        if (objection.place() != Place.RECIPIENT || !objection.to().equals(self)) {
            return Verdict.refused(Refusal.NOT_ADDRESSED);
        }
        if (!known.hasSent(objection)) {
            return Verdict.refused(Refusal.UNKNOWN_SUBJECT);
        }
        RefusalItem item = RefusalItem.of(objection, inbound.signed());
        Settlement settled = new Settlement(objection.digest(), objection.member());
        return evidence(Verdict.noted(List.of(), List.of(settled)), item, objection.member());
    }

    /** Adds to what becomes of a notice the evidence it is, if it tells that the coordinator stopped one of our own. */
    Verdict withEvidence(Verdict verdict, Inbound inbound, Notice notice) {
        Notice.Refused refused = notice.refused();
        if (refused == null || !isOursByRule(refused)) {
            return verdict;
        }
        return evidence(verdict, RefusalItem.of(notice.at(), refused, inbound.signed()), Member.COORDINATOR);
    }

    private Verdict evidence(Verdict verdict, RefusalItem item, Member by) {
        Actor actor = new Actor(by.code(), null, List.of(), null);
        return new Verdict(
                null,
                Stream.concat(verdict.events().stream(), Stream.of(item.toEvent(now)))
                        .toList(),
                List.of(),
                verdict.settled(),
                List.of(),
                List.of(item.audited(actor, now)));
    }

    private boolean isOursByRule(Notice.Refused refused) {
        return refused.place() != null
                && refused.label() != null
                && refused.digest() != null
                && refused.alert() != null
                && refused.alert().origin().equals(self);
    }
}
