/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Events;
import org.tocsin.gateway.event.Stored;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.signing.MalformedJws;
import org.tocsin.protocol.signing.SignedMessage;
import org.tocsin.protocol.signing.Verification;
import org.tocsin.protocol.signing.Verifier;
import org.tocsin.transport.inbound.DirectoryReader;
import tools.jackson.databind.JsonNode;

/** One alert with its revisions, its answers and the state of each signature, verified again for every reader. */
@Component
class AlertView {

    private final Events events;
    private final DirectoryReader directory;

    AlertView(Events events, DirectoryReader directory) {
        this.events = events;
        this.directory = directory;
    }

    /** A signature's state: {@code verified}, or the reason why it is not, or {@code deleted} with its content. */
    record Signature(String status, String kid) {}

    /** One revision; {@code alert} is the signed payload itself. */
    record Revision(int revision, AlertKind kind, Object digest, Instant at, Signature signature, JsonNode alert) {}

    /** All of it. */
    record View(
            AlertId id,
            Object origin,
            Object direction,
            int revision,
            String state,
            AlertItem latest,
            List<Revision> revisions,
            List<JsonNode> answers) {}

    /** The alert as this member holds it; empty when it holds none of it. Blocking. */
    Optional<View> find(AlertId id) {
        List<Stored> around = events.around(id);
        List<Stored> revisions = latestLast(around);
        if (revisions.isEmpty()) {
            return Optional.empty();
        }
        AlertItem latest = revisions.get(revisions.size() - 1).as(AlertItem.class);
        List<JsonNode> answers = around.stream()
                .filter(event -> event.kind() == EventKind.ANSWER)
                .map(event -> WireJson.MAPPER.readTree(event.data()))
                .toList();
        return Optional.of(new View(
                id,
                id.origin(),
                latest.direction(),
                latest.revision(),
                latest.state(),
                latest,
                revisions.stream().map(this::revision).toList(),
                answers));
    }

    /**
     * The signed bytes of the latest revision; empty when this member does not hold the alert, refused when they were
     * deleted. Blocking.
     */
    Optional<byte[]> signedBytes(AlertId id) {
        List<Stored> revisions = events.revisionsOf(List.of(id));
        if (revisions.isEmpty()) {
            return Optional.empty();
        }
        Events.Kept kept = events.message(revisions.get(revisions.size() - 1).signed())
                .orElseThrow(() -> new Refused(ProblemType.DELETED));
        return Optional.of(kept.jws());
    }

    private static List<Stored> latestLast(List<Stored> around) {
        List<Stored> revisions = new ArrayList<>(
                around.stream().filter(event -> event.kind() == EventKind.ALERT).toList());
        revisions.sort(java.util.Comparator.comparingInt(Stored::revision));
        return revisions;
    }

    private Revision revision(Stored stored) {
        AlertItem item = stored.as(AlertItem.class);
        return events.message(item.digest())
                .map(kept -> revision(item, kept))
                .orElseGet(() -> new Revision(
                        item.revision(),
                        item.kind(),
                        item.digest(),
                        item.at(),
                        new Signature("deleted", ""),
                        WireJson.MAPPER.createObjectNode()));
    }

    private Revision revision(AlertItem item, Events.Kept kept) {
        try {
            SignedMessage message = SignedMessage.parse(kept.jws());
            Instant signedBy = kept.appendedAt() == null ? item.at() : kept.appendedAt();
            return new Revision(
                    item.revision(),
                    item.kind(),
                    item.digest(),
                    item.at(),
                    new Signature(status(message, signedBy, directory.directory()), message.kid()),
                    WireJson.MAPPER.readTree(message.payload()));
        } catch (MalformedJws corrupt) {
            throw new IllegalStateException("a stored message is unreadable", corrupt);
        }
    }

    private static String status(SignedMessage message, Instant appendedAt, Directory directory) {
        Verification verdict = Verifier.verify(message, directory, appendedAt);
        return verdict instanceof Verification.Refused refused
                ? refused.reason().slug()
                : "verified";
    }
}
