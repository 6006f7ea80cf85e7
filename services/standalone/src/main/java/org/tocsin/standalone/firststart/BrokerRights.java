/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.firststart;

import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Topics;

/**
 * What the gateway of a member and the coordinator may do at the broker, and nobody else anything (ADR 0019). To read or
 * to write implies to describe; nobody may create, alter, delete or configure, and nobody may see the cluster's groups
 * or use a transaction. A prefix ends in its dot, or {@code kz} would also open {@code kz2}.
 */
final class BrokerRights {

    private static final String OUTBOXES = "tocsin.outbox.";
    private static final String INBOXES = "tocsin.inbox.";

    private final String principal;

    private BrokerRights(Member owner) {
        this.principal = "User:" + owner.code();
    }

    /** Exactly the rights of a member's gateway, or of the coordinator. */
    static List<AclBinding> of(Member owner) {
        BrokerRights rights = new BrokerRights(owner);
        return owner.equals(Member.COORDINATOR) ? rights.coordinator() : rights.gateway(owner);
    }

    private List<AclBinding> gateway(Member member) {
        ResourcePattern outbox = new ResourcePattern(TOPIC, OUTBOXES + member.code() + '.', PREFIXED);
        ResourcePattern inbox = new ResourcePattern(TOPIC, INBOXES + member.code() + '.', PREFIXED);
        return with(
                groups("gateway-" + member.code() + '-'),
                may(WRITE, outbox),
                may(READ, outbox),
                may(READ, inbox),
                may(READ, topic(Topics.DIRECTORY)));
    }

    private List<AclBinding> coordinator() {
        return with(
                groups("tocsin-coordinator-"),
                may(READ, new ResourcePattern(TOPIC, OUTBOXES, PREFIXED)),
                may(WRITE, new ResourcePattern(TOPIC, INBOXES, PREFIXED)),
                may(READ, topic(Topics.DIRECTORY)),
                may(WRITE, topic(Topics.DIRECTORY)),
                may(WRITE, topic(Topics.CLOCK)));
    }

    // One for each lane, by its full name: a member's code may begin with another's.
    private Stream<AclBinding> groups(String name) {
        return Stream.of(Lane.values())
                .map(lane -> may(READ, new ResourcePattern(GROUP, name + lane.token(), LITERAL)));
    }

    private static ResourcePattern topic(String name) {
        return new ResourcePattern(TOPIC, name, LITERAL);
    }

    private AclBinding may(AclOperation operation, ResourcePattern what) {
        return new AclBinding(what, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }

    private static List<AclBinding> with(Stream<AclBinding> groups, AclBinding... topics) {
        return Stream.concat(Stream.of(topics), groups).toList();
    }
}
