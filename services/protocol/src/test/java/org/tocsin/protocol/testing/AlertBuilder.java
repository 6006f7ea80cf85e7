/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Pap;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.message.Alert;
import org.tocsin.protocol.message.AlertBody;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Certainty;
import org.tocsin.protocol.message.Info;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Observable;
import org.tocsin.protocol.message.Recipient;
import org.tocsin.protocol.message.RecipientKind;
import org.tocsin.protocol.message.Severity;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.message.Urgency;
import org.tocsin.protocol.signing.SignedMessage;

/** Builds sample alerts; what is not said has a sensible value. */
public final class AlertBuilder {

    private Member origin = Examples.member("kz");
    private UUID id = Examples.uuid();
    private int revision = 1;
    private AlertKind kind = AlertKind.ALERT;
    private @Nullable Digest previous;
    private Status status = Status.ACTUAL;
    private Precedence precedence = Precedence.IMMEDIATE;
    private Label tlp = Label.AMBER;
    private @Nullable Pap pap = Pap.GREEN;
    private boolean material = true;
    private @Nullable Duration acknowledgeWithin;
    private final List<Member> action = new ArrayList<>();
    private final List<Member> info = new ArrayList<>();
    private Instant issued = Examples.ISSUED;
    private Instant expires = Examples.EXPIRES;
    private @Nullable String releasedBy;
    private AlertBody body = sampleBody("Phishing wave against ministries of finance");

    AlertBuilder() {}

    /** Who warns. */
    public AlertBuilder from(String member) {
        this.origin = Examples.member(member);
        return this;
    }

    /** Who must act. */
    public AlertBuilder to(String... members) {
        List.of(members).forEach(member -> action.add(Examples.member(member)));
        return this;
    }

    /** Who must know. */
    public AlertBuilder info(String... members) {
        List.of(members).forEach(member -> info.add(Examples.member(member)));
        return this;
    }

    /** The second half of its identity. */
    public AlertBuilder id(UUID uuid) {
        this.id = uuid;
        return this;
    }

    /** The revision, counted from 1. */
    public AlertBuilder revision(int number) {
        this.revision = number;
        return this;
    }

    /** The next revision of the alert: an update by the same origin under the same identity and precedence. */
    public AlertBuilder updating(Alert before) {
        return following(before, AlertKind.UPDATE);
    }

    /** The recall of the alert, to everyone it names. */
    public AlertBuilder cancelling(Alert before) {
        before.header().audience().forEach(this::sameLine);
        this.body = AlertBody.EMPTY;
        return following(before, AlertKind.CANCEL);
    }

    /** What the revision does. */
    public AlertBuilder kind(AlertKind kind) {
        this.kind = kind;
        return this;
    }

    /** The digest of the revision before. */
    public AlertBuilder previous(@Nullable Digest digest) {
        this.previous = digest;
        return this;
    }

    /** Whether it is meant in earnest. */
    public AlertBuilder status(Status status) {
        this.status = status;
        return this;
    }

    /** How fast it must be answered. */
    public AlertBuilder precedence(Precedence precedence) {
        this.precedence = precedence;
        return this;
    }

    /** For whose eyes it is. */
    public AlertBuilder tlp(Label label) {
        this.tlp = label;
        return this;
    }

    /** What a reader may do. */
    public AlertBuilder pap(@Nullable Pap level) {
        this.pap = level;
        return this;
    }

    /** Whether the revision opens new deadlines. */
    public AlertBuilder material(boolean material) {
        this.material = material;
        return this;
    }

    /** The deadline of each action addressee, instead of the precedence's ladder; info addressees have twice that. */
    public AlertBuilder within(Duration acknowledgeWithin) {
        this.acknowledgeWithin = acknowledgeWithin;
        return this;
    }

    /** When it claims to be issued. */
    public AlertBuilder issued(Instant time) {
        this.issued = time;
        return this;
    }

    /** When it is too old to travel. */
    public AlertBuilder expires(Instant time) {
        this.expires = time;
        return this;
    }

    /** The sample body under another headline. */
    public AlertBuilder headline(String headline) {
        return body(sampleBody(headline));
    }

    /** What happened. */
    public AlertBuilder body(AlertBody body) {
        this.body = body;
        return this;
    }

    /** By whose hand it was released. */
    public AlertBuilder releasedBy(String hand) {
        this.releasedBy = hand;
        return this;
    }

    /** The alert. */
    public Alert build() {
        return new Alert(
                new AlertHeader(
                        Message.VERSION,
                        origin,
                        id,
                        revision,
                        kind,
                        previous,
                        status,
                        precedence,
                        tlp,
                        pap,
                        material,
                        audience(),
                        issued,
                        expires,
                        releasedBy,
                        null),
                body);
    }

    /** The alert signed by its origin's sample key. */
    public SignedMessage sign() {
        return Examples.signed(build());
    }

    private AlertBuilder following(Alert before, AlertKind next) {
        AlertHeader header = before.header();
        this.origin = header.origin();
        this.id = header.id();
        this.revision = header.revision() + 1;
        this.previous = Examples.signed(before).digest();
        this.status = header.status();
        this.precedence = header.precedence();
        this.kind = next;
        return this;
    }

    private void sameLine(Recipient line) {
        (line.kind() == RecipientKind.ACTION ? action : info).add(line.member());
    }

    private List<Recipient> audience() {
        Duration ladder = acknowledgeWithin == null ? precedence.ladder() : acknowledgeWithin;
        List<Recipient> lines = new ArrayList<>();
        action.forEach(member -> lines.add(new Recipient(member, RecipientKind.ACTION, ladder)));
        info.forEach(member -> lines.add(new Recipient(member, RecipientKind.INFO, ladder.multipliedBy(2))));
        if (lines.isEmpty()) {
            lines.add(new Recipient(someoneElse(), RecipientKind.ACTION, ladder));
        }
        return lines;
    }

    private Member someoneElse() {
        return Examples.member(origin.code().equals("uz") ? "kz" : "uz");
    }

    private static AlertBody sampleBody(String headline) {
        return new AlertBody(
                List.of(
                        new Info("en", headline, "Mails with an invoice that starts a loader.", "Block the domain."),
                        new Info("ru", "Фишинговая рассылка", null, null)),
                "fraud/phishing",
                Urgency.IMMEDIATE,
                Severity.SEVERE,
                Certainty.OBSERVED,
                List.of(new Observable("domain-name", "invoice.example", "seen in three ministries")),
                List.of("CVE-2021-44228"),
                List.of("T1566.001"),
                List.of("government"),
                List.of("https://cert.example/advisory/1"));
    }
}
