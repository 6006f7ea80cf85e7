/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.audit.AuditAppend;
import org.tocsin.gateway.audit.AuditEntry;
import org.tocsin.gateway.audit.Sealer;
import org.tocsin.gateway.event.Event;
import org.tocsin.gateway.event.EventAppend;
import org.tocsin.gateway.event.Events;
import org.tocsin.gateway.event.Numbered;
import org.tocsin.gateway.event.Self;
import org.tocsin.gateway.event.Stored;
import org.tocsin.gateway.event.Tail;
import org.tocsin.gateway.outbox.Objections;
import org.tocsin.gateway.outbox.Receipts;
import org.tocsin.gateway.outbox.Settlement;
import org.tocsin.gateway.reconciliation.Reconciler;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.Answer;
import org.tocsin.protocol.message.Objection;
import org.tocsin.protocol.message.Receipt;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.transport.inbound.Batch;
import org.tocsin.transport.inbound.BatchHandler;
import org.tocsin.transport.inbound.BatchHead;
import org.tocsin.transport.inbound.DirectoryReader;
import org.tocsin.transport.inbound.Inbound;
import org.tocsin.transport.inbound.Quarantined;
import org.tocsin.transport.store.Binding;

/**
 * Takes a batch in: reads what is known, decides, and stores messages, events, settlements, quarantine and positions in
 * one statement. After the commit the streams are woken, receipts go out and comparisons are made.
 */
@Component
class Inbox implements BatchHandler {

    private static final Logger log = LoggerFactory.getLogger(Inbox.class);
    private static final String STORE = BatchHead.SQL
            + """
            , kept as (
                insert into message (digest, type, jws, appended_at)
                select * from unnest(?::text[], ?::text[], ?::bytea[], ?::timestamptz[])
                on conflict (digest) do nothing
            ),
            """
            + Settlement.CTE
            + ","
            + AuditAppend.CTE
            + ","
            + EventAppend.CTE
            + "select ord, id, tlp from advanced left join appended on true order by ord";

    private final DataSource database;
    private final Ground ground;
    private final Tail tail;
    private final Following following;
    private final Judge judge;

    Inbox(DataSource database, Ground ground, Tail tail, Following following, Judge judge) {
        this.database = database;
        this.ground = ground;
        this.tail = tail;
        this.following = following;
        this.judge = judge;
    }

    @Override
    public void handle(Batch batch) throws SQLException {
        Known known = known(batch.messages());
        Decided decided = judge.decide(batch, known, ground.directory().directory());
        Batch whole = batch.refusing(decided.refused());
        List<Numbered> numbered = commit(whole, decided);
        tail.committed(numbered);
        following.on(decided);
        judge.times().measure(numbered, known);
        whole.quarantined().forEach(record -> record.writeTo(log));
    }

    /** What a batch is judged on: what happened here, and who is who. */
    @Component
    record Ground(Events events, DirectoryReader directory) {}

    /** What follows from a batch once it is committed. */
    @Component
    record Following(Receipts receipts, Reconciler reconciler, Objections objections, Sealer sealer) {

        void on(Decided decided) {
            receipts.confirm(decided.receipts());
            reconciler.heard(decided.compared());
            objections.raise(decided.objections());
            if (!decided.audited().isEmpty()) {
                sealer.wake();
            }
        }
    }

    private Known known(List<Inbound> messages) throws SQLException {
        Set<AlertId> alerts = new HashSet<>();
        Set<String> keys = new HashSet<>();
        messages.forEach(inbound -> subjects(inbound, alerts, keys));
        try {
            List<Stored> found = new ArrayList<>();
            if (!alerts.isEmpty()) {
                found.addAll(ground.events().revisionsOf(alerts));
            }
            if (!keys.isEmpty()) {
                found.addAll(ground.events().byKeys(keys));
            }
            return new Known(found);
        } catch (DataAccessException failure) {
            throw failure.getRootCause() instanceof SQLException sql ? sql : new SQLException(failure);
        }
    }

    private static void subjects(Inbound inbound, Set<AlertId> alerts, Set<String> keys) {
        if (inbound.message() instanceof Alert alert) {
            keys.add(Event.keyOf(alert.header().alert(), alert.header().revision()));
            if (alert.header().revision() > 1) {
                alerts.add(alert.header().alert());
            }
        } else if (inbound.message() instanceof Answer answer) {
            alerts.add(answer.alert());
            keys.add(Event.keyOf(answer.answer()));
        } else if (inbound.message() instanceof Receipt receipt) {
            receipt.covers().forEach(cover -> keys.add(Known.subject(cover)));
        } else if (inbound.message() instanceof Objection objection && objection.alert() != null) {
            keys.add(Event.keyOf(objection.alert(), Objects.requireNonNullElse(objection.revision(), 0)));
        }
    }

    private List<Numbered> commit(Batch batch, Decided decided) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(STORE)) {
            Binding binding = BatchHead.bind(new Binding(statement), batch);
            binding.texts(decided.kept(), inbound -> inbound.signed().digest())
                    .texts(decided.kept(), inbound -> inbound.signed().typ())
                    .bytes(decided.kept(), inbound -> inbound.signed().bytes())
                    .texts(decided.kept(), Inbound::appendedAt);
            Settlement.bind(binding, decided.settled());
            AuditAppend.bind(binding, decided.audited());
            EventAppend.bind(binding, decided.events());
            try (ResultSet rows = statement.executeQuery()) {
                return EventAppend.read(rows, decided.events());
            }
        }
    }

    /** What a batch comes to. Only alerts and answers are kept as messages; receipts and notices live as events. */
    record Decided(
            List<Inbound> kept,
            List<Inbound> compared,
            List<Event> events,
            List<Receipts.Due> receipts,
            List<Settlement> settled,
            List<Objections.Due> objections,
            List<AuditEntry> audited,
            List<Quarantined> refused) {

        static Decided nothing() {
            return new Decided(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }
    }

    /** Decides about all messages of a batch in their order, each on the ground of those before it. */
    @Component
    record Judge(Self self, Clock clock, DeliveryTimes times) {

        Decided decide(Batch batch, Known known, Directory directory) {
            Admission admission = new Admission(self.member(), clock.instant(), known, directory);
            Decided all = Decided.nothing();
            for (Inbound inbound : batch.messages()) {
                Admission.Verdict verdict = admission.decide(inbound);
                verdict.events().forEach(known::learn);
                add(inbound, verdict, all);
            }
            return new Decided(
                    all.kept(),
                    all.compared(),
                    EventAppend.distinct(all.events()),
                    all.receipts(),
                    all.settled(),
                    all.objections(),
                    all.audited(),
                    all.refused());
        }

        private static void add(Inbound inbound, Admission.Verdict verdict, Decided all) {
            all.objections().addAll(verdict.objections());
            all.audited().addAll(verdict.audited());
            if (verdict.refusal() != null) {
                all.refused().add(Quarantined.of(inbound, verdict.refusal()));
                return;
            }
            all.events().addAll(verdict.events());
            all.receipts().addAll(verdict.receipts());
            all.settled().addAll(verdict.settled());
            if (inbound.message() instanceof Alert || inbound.message() instanceof Answer) {
                all.kept().add(inbound);
            } else if (inbound.message() instanceof Reconciliation) {
                all.compared().add(inbound);
            }
        }
    }
}
