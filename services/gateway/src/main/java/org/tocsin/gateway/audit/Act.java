/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be done, or refused. A closed list: whoever adds a way to change something adds a line. */
public enum Act {
    ALERT_RELEASED("alert.released"),
    ALERT_REVISED("alert.revised"),
    ALERT_CANCELLED("alert.cancelled"),
    /** A draft that the release rule, or what a reference would disclose, did not let become an alert. */
    ALERT_REFUSED("alert.refused"),
    ANSWER_GIVEN("answer.given"),
    ALERT_DISPLAYED("alert.displayed"),
    ALERT_DELETED("alert.deleted"),
    PENDING_HELD("pending.held"),
    PENDING_RELEASED("pending.released"),
    GLASS_BROKEN("glass.broken"),
    PENDING_WITHDRAWN("pending.withdrawn"),
    CLIENT_CREATED("client.created"),
    CLIENT_REVOKED("client.revoked"),
    SESSION_STARTED("session.started"),
    SESSION_ENDED("session.ended"),
    GROUP_CHANGED("group.changed"),
    KEY_CHANGED("key.changed"),
    QUARANTINE_REDELIVERED("quarantine.redelivered"),
    RECONCILIATION_ASKED("reconciliation.asked"),
    GATEWAY_RESTORED("gateway.restored"),
    ACCESS_REFUSED("access.refused"),
    /** More was refused than is listed one by one. */
    REFUSALS_UNLISTED("refusals.unlisted"),
    /** The chain so far was told to the other members. */
    CHECKPOINT_TOLD("checkpoint.told");

    private final String token;

    Act(String token) {
        this.token = token;
    }

    /** Finds the act that is written so. */
    public static Optional<Act> of(String token) {
        return Stream.of(values()).filter(act -> act.token.equals(token)).findFirst();
    }

    /** As it is written. */
    @JsonValue
    public String token() {
        return token;
    }
}
