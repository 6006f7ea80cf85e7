/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.http.Fields;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.release.Reader;
import tools.jackson.databind.JsonNode;

/**
 * A client that an administrator asks for, read and judged. A program gets neither the clearance for TLP:RED nor the
 * officer's role, and nobody gives what is above its own ceiling or standing.
 */
final class ClientDraft {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,63}");
    private static final Duration LONGEST_LIFE = Duration.ofDays(400);

    private final Fields fields;
    private final Instant now;

    private ClientDraft(Fields fields, Instant now) {
        this.fields = fields;
        this.now = now;
    }

    /** What the body asks for; {@link Refused} says why it is not given. */
    static Tokens.Grant read(JsonNode body, Caller giver, Instant now) {
        Fields fields = Fields.of(body);
        Tokens.Grant grant = new ClientDraft(fields, now).grant();
        if (grant == null || !fields.violations().isEmpty()) {
            throw new Refused(ProblemType.INVALID_CLIENT, fields.violations());
        }
        if (isAbove(grant.reader(), giver.reader())) {
            throw new Refused(ProblemType.FORBIDDEN, "Nobody gives a standing or ceiling above their own.");
        }
        return grant;
    }

    private Tokens.@Nullable Grant grant() {
        String name = fields.required("name", fields.parsed("name", ClientDraft::name, "not-a-name"));
        Set<Role> roles = roles();
        Reader reader = reader(roles);
        Instant expires = expires();
        fields.refuseOthers();
        return name == null || reader == null || expires == null
                ? null
                : new Tokens.Grant(name, roles, reader, expires);
    }

    private Set<Role> roles() {
        List<Role> roles =
                fields.list("roles", Role.values().length, text -> Role.of(text).orElse(null));
        if (roles.isEmpty()) {
            fields.required("roles", null);
            if (fields.has("roles") && fields.violations().isEmpty()) {
                fields.wrong("roles", "empty");
            }
        }
        return Set.copyOf(new HashSet<>(roles));
    }

    private @Nullable Reader reader(Set<Role> roles) {
        Reader.Being kind = fields.required("kind", word("kind", Reader.Being.values()));
        Reader.Standing standing = word("standing", Reader.Standing.values());
        boolean red = fields.flag("red", false);
        Label ceiling = fields.parsed("ceiling", Label::of, "unknown-value");
        if (kind == Reader.Being.MACHINE && red) {
            fields.wrong("red", "machine-has-no-clearance");
            return null;
        }
        if (kind == Reader.Being.MACHINE && roles.contains(Role.OFFICER)) {
            fields.wrong("roles", "officer-is-a-person");
        }
        return kind == null
                ? null
                : new Reader(kind, Objects.requireNonNullElse(standing, Reader.Standing.CERT), red, ceiling);
    }

    private @Nullable Instant expires() {
        if (!fields.has("expires")) {
            return now.plus(Tokens.LIFE);
        }
        Instant expires = fields.time("expires");
        if (expires != null && (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST_LIFE)))) {
            fields.wrong("expires", "out-of-range");
            return null;
        }
        return expires;
    }

    private <T extends Enum<T>> @Nullable T word(String field, T[] words) {
        return fields.parsed(
                field,
                text -> Stream.of(words)
                        .filter(word -> Rights.token(word).equals(text))
                        .findFirst()
                        .orElse(null),
                "unknown-value");
    }

    private static @Nullable String name(String text) {
        return NAME.matcher(text).matches() ? text : null;
    }

    private static boolean isAbove(Reader given, Reader giver) {
        boolean standsAbove =
                given.standing() == Reader.Standing.CERT && giver.standing() == Reader.Standing.CONSTITUENT;
        Label ceiling = giver.ceiling();
        Label wanted = given.ceiling();
        boolean seesAbove = ceiling != null && (wanted == null || wanted.isStricterThan(ceiling));
        return standsAbove || seesAbove;
    }
}
