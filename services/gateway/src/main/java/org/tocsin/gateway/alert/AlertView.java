/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tocsin.gateway.event.AlertItem;
import org.tocsin.gateway.event.EventKind;
import org.tocsin.gateway.event.Stored;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReadableAlerts;
import org.tocsin.gateway.reading.ReaderAtDoor;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.MemberKey;
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

    private final ReadableAlerts alerts;
    private final DirectoryReader directory;

    AlertView(ReadableAlerts alerts, DirectoryReader directory) {
        this.alerts = alerts;
        this.directory = directory;
    }

    /**
     * A signature's state: {@code verified}, or the reason why it is not, or {@code deleted} with its content; then there
     * is no {@code kid}. With {@code keyRevokedAt} it was valid when it was accepted, and its key was revoked later.
     */
    record Signature(
            String status, @Nullable String kid, @Nullable Instant keyRevokedAt) {}

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
            List<JsonNode> answers,
            List<JsonNode> refusals) {}

    /** The alert as this member holds it; empty when it holds none of it that the reader may know. Blocking. */
    Optional<View> find(AlertId id, ReaderAtDoor reader) {
        List<Stored> around = alerts.around(id, reader);
        List<Stored> revisions = latestLast(around);
        if (revisions.isEmpty()) {
            return Optional.empty();
        }
        AlertItem latest = revisions.get(revisions.size() - 1).as(AlertItem.class);
        return Optional.of(new View(
                id,
                id.origin(),
                latest.direction(),
                latest.revision(),
                latest.state(),
                latest,
                revisions.stream().map(stored -> revision(stored, reader)).toList(),
                items(around, EventKind.ANSWER),
                items(around, EventKind.REFUSAL)));
    }

    private static List<JsonNode> items(List<Stored> around, EventKind kind) {
        return around.stream()
                .filter(event -> event.kind() == kind)
                .map(event -> WireJson.MAPPER.readTree(event.data()))
                .toList();
    }

    /**
     * The signed bytes of the latest revision; empty when this member does not hold the alert or the reader may not have
     * them, refused when they were deleted. Blocking.
     */
    Optional<byte[]> signedBytes(AlertId id, ReaderAtDoor reader) {
        List<Stored> revisions = alerts.revisionsOf(List.of(id), reader);
        if (revisions.isEmpty()) {
            return Optional.empty();
        }
        ReadableAlerts.Kept kept = alerts.message(revisions.get(revisions.size() - 1), reader)
                .orElseThrow(() -> new Refused(ProblemType.DELETED));
        return Optional.of(kept.jws());
    }

    private static List<Stored> latestLast(List<Stored> around) {
        List<Stored> revisions = new ArrayList<>(
                around.stream().filter(event -> event.kind() == EventKind.ALERT).toList());
        revisions.sort(java.util.Comparator.comparingInt(Stored::revision));
        return revisions;
    }

    private Revision revision(Stored stored, ReaderAtDoor reader) {
        AlertItem item = stored.as(AlertItem.class);
        return alerts.message(stored, reader)
                .map(kept -> revision(item, kept))
                .orElseGet(() -> new Revision(
                        item.revision(),
                        item.kind(),
                        item.digest(),
                        item.at(),
                        new Signature("deleted", null, null),
                        WireJson.MAPPER.createObjectNode()));
    }

    private Revision revision(AlertItem item, ReadableAlerts.Kept kept) {
        try {
            SignedMessage message = SignedMessage.parse(kept.jws());
            Instant signedBy = kept.appendedAt() == null ? item.at() : kept.appendedAt();
            return new Revision(
                    item.revision(),
                    item.kind(),
                    item.digest(),
                    item.at(),
                    signature(message, signedBy, directory.directory()),
                    WireJson.MAPPER.readTree(message.payload()));
        } catch (MalformedJws corrupt) {
            throw new IllegalStateException("a stored message is unreadable", corrupt);
        }
    }

    private static Signature signature(SignedMessage message, Instant appendedAt, Directory directory) {
        Verification verdict = Verifier.verify(message, directory, appendedAt);
        if (verdict instanceof Verification.Genuine genuine) {
            Instant revokedAt = directory
                    .entry(genuine.author())
                    .flatMap(entry -> entry.key(message.kid()))
                    .map(MemberKey::revokedAt)
                    .orElse(null);
            return new Signature("verified", message.kid(), revokedAt);
        }
        return new Signature(((Verification.Refused) verdict).reason().slug(), message.kid(), null);
    }
}
