/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Who does something: the name and an opaque reference of the client, its roles, and the address it called from. The
 * reference is the same for the same credential and opens nothing. Absent is what is not known: of a stranger all but the
 * address, of the gateway itself all but its name.
 */
public record Actor(
        @Nullable String name,
        @Nullable String ref,
        List<String> roles,
        @Nullable String address) {

    /** The gateway, acting by itself. */
    public static final Actor GATEWAY = new Actor("gateway", null, List.of(), null);

    /** Copies the roles. */
    public Actor {
        roles = List.copyOf(roles);
    }

    /** Somebody who showed no credential of ours. */
    public static Actor stranger(@Nullable String address) {
        return new Actor(null, null, List.of(), address);
    }

    /** Has everything upstream done in the name of this actor. */
    public Context in(Context context) {
        return context.put(Actor.class, this);
    }

    /** In whose name a chain runs; the gateway's own when nobody asked for it. */
    public static Actor of(ContextView context) {
        return Objects.requireNonNull(context.getOrDefault(Actor.class, GATEWAY));
    }

    /** In whose name the chain runs that this is part of. */
    public static Mono<Actor> current() {
        return Mono.deferContextual(context -> Mono.just(of(context)));
    }
}
