/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.Member;
import org.tocsin.transport.store.Binding;

/**
 * The evidence that a member needs to be sent a message no more: its receipt, or a final refusal. Without a member it settles
 * the message for all its addressees.
 */
public record Settlement(Digest digest, @Nullable Member member) {

    /** A common table expression that a commit of the inbox includes. */
    public static final String CTE = """
            settled as (
                delete from owed o using unnest(?::text[], ?::text[]) as s (digest, member)
                where o.digest = s.digest and (s.member is null or o.member = s.member)
            )
            """;

    /** Binds the settlements of a commit. */
    public static Binding bind(Binding binding, List<Settlement> settlements) throws SQLException {
        return binding.texts(settlements, Settlement::digest).texts(settlements, Settlement::member);
    }
}
