/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Member;

/**
 * What a member asks the registrar for: to be listed, or to be listed with a further key. Signed by the very key it asks
 * for, which proves that it holds it. It never travels on the exchange; the registrar decides on validity.
 */
public record MembershipRequest(
        int v,
        Member member,
        MemberKind kind,
        String name,
        @Nullable DutyContact dutyContact,
        MemberKey key) {

    /** Checks the compulsory words. */
    public MembershipRequest {
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(key, "key");
    }
}
