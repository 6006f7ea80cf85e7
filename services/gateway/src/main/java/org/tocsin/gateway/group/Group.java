/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.group;

import java.time.Instant;
import java.util.List;
import org.tocsin.protocol.Member;

/** One version of a sharing group, counted from 1; {@code by} is the name of who made it. */
public record Group(GroupId id, String name, int version, List<Member> members, String by, Instant at) {

    /** Whoever reads it cannot change it. */
    public Group {
        members = List.copyOf(members);
    }
}
