/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.json.WireJson;

/**
 * One act, before it has a number. {@code alert}, {@code revision} and {@code digest} say what it was about, or {@code
 * subject} where that is no alert; {@code rule} why it was refused; {@code route} what was asked for; {@code times} how
 * often it happened alike within a second, when more than once.
 */
public record AuditEntry(
        Instant at,
        Act act,
        Outcome outcome,
        @Nullable String rule,
        Actor actor,
        @Nullable AlertId alert,
        @Nullable Integer revision,
        @Nullable Digest digest,
        @Nullable String subject,
        @Nullable String route,
        @Nullable Integer times) {

    /** Whether it came about. */
    public enum Outcome {
        DONE,
        REFUSED;

        @com.fasterxml.jackson.annotation.JsonValue
        String token() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** An act that came about. */
    public static AuditEntry done(Act act, Actor actor, Instant at) {
        return new AuditEntry(at, act, Outcome.DONE, null, actor, null, null, null, null, null, null);
    }

    /** An act that was refused, by that rule. */
    public static AuditEntry refused(Act act, Actor actor, Instant at, String rule) {
        return new AuditEntry(at, act, Outcome.REFUSED, rule, actor, null, null, null, null, null, null);
    }

    /** The same about an alert. */
    public AuditEntry about(@Nullable AlertId which, @Nullable Integer itsRevision, @Nullable Digest itsDigest) {
        return new AuditEntry(at, act, outcome, rule, actor, which, itsRevision, itsDigest, subject, route, times);
    }

    /** The same about something that is no alert, by its name or number. */
    public AuditEntry about(String what) {
        return new AuditEntry(at, act, outcome, rule, actor, alert, revision, digest, what, route, times);
    }

    /** The same by that way, so often. */
    public AuditEntry by(@Nullable String way, int often) {
        return new AuditEntry(
                at, act, outcome, rule, actor, alert, revision, digest, subject, way, often > 1 ? often : null);
    }

    /** As it is written, waiting for its number. */
    String json() {
        return WireJson.MAPPER.writeValueAsString(this);
    }

    @Override
    public String toString() {
        return json();
    }
}
