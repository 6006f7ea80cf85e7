/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;

/** The matrix of an alert as one member sees it; each claim is waited for. */
public final class Sight {

    private final Participant viewer;
    private final String alert;

    Sight(Participant viewer, String alert) {
        this.viewer = viewer;
        this.alert = alert;
    }

    /** The member has received it. */
    public Sight receivedBy(String member) {
        return until(member, "received", row -> row.has("receivedAt"));
    }

    /** The member has shown it to a person. */
    public Sight displayedBy(String member) {
        return until(member, "displayed", row -> row.has("displayedAt"));
    }

    /** The member has accepted it, and is not late. */
    public Sight acknowledgedBy(String member) {
        until(member, "acknowledged", row -> row.path("outcome").asString("").equals("accepted"));
        assertThat(row(member).path("overdue").asBoolean()).isFalse();
        return this;
    }

    /** The member is late at that level. */
    public Sight late(String member, int level) {
        return until(
                member,
                "late at level " + level,
                row -> row.path("overdue").asBoolean()
                        && row.path("escalationLevel").asInt() == level);
    }

    /** The member was never accused of anything. */
    public Sight neverAccused(String member) {
        assertThat(row(member).path("escalationLevel").asInt()).isZero();
        assertThat(row(member).path("overdue").asBoolean()).isFalse();
        return this;
    }

    /** The copy for the member was refused for that reason. */
    public Sight refusedFor(String member, String reason) {
        return until(member, "refused: " + reason, row -> row.path("refusal")
                .asString("")
                .equals(reason));
    }

    /** The line of one member as it is now. */
    public JsonNode row(String member) {
        Reply reply = viewer.as("cert").get("/v1/alerts/" + alert + "/matrix");
        return reply.status() == 200
                ? reply.json()
                        .path("recipients")
                        .valueStream()
                        .filter(row -> row.path("member").asString().equals(member))
                        .findFirst()
                        .orElseGet(WireJson.MAPPER::createObjectNode)
                : WireJson.MAPPER.createObjectNode();
    }

    private Sight until(String member, String what, Predicate<JsonNode> claim) {
        Patience.await(viewer.code() + " sees " + member + " " + what).until(() -> claim.test(row(member)));
        return this;
    }
}
