/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.inbound;

import java.util.Optional;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;
import org.tocsin.protocol.message.DirectoryRecord;
import org.tocsin.protocol.message.Message;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.signing.Refusal;

/**
 * Whose word may stand in whose topic. In an outbox everything is its owner's own; in an inbox anything may be relayed,
 * and notices are the coordinator's alone. The key's owner must be the author everywhere. The registrar has no gateway:
 * what it signs for the directory goes through the centre's outbox.
 */
final class Ownership {

    private Ownership() {}

    /** Says whether changes of the directory come by this topic. */
    static boolean takesDirectoryRecords(String topic) {
        return topic.equals(Topics.outbox(Member.CENTRE, Lane.URGENT));
    }

    static Optional<Refusal> check(String topic, Member keyOwner, Message message) {
        if (!message.author().equals(keyOwner)) {
            return Optional.of(Refusal.ORIGIN_MISMATCH);
        }
        if (message instanceof DirectoryRecord) {
            return takesDirectoryRecords(topic) ? Optional.empty() : Optional.of(Refusal.ORIGIN_MISMATCH);
        }
        if (Topics.isInbox(topic)) {
            return Optional.empty();
        }
        boolean isOwners = Topics.owner(topic).filter(keyOwner::equals).isPresent();
        return isOwners && !(message instanceof Notice) ? Optional.empty() : Optional.of(Refusal.ORIGIN_MISMATCH);
    }
}
