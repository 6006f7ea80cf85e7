/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.protocol.directory;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a record may follow the one held: it counts higher and takes no key back. Pure. */
public final class Succession {

    private Succession() {}

    /** What stands against it. */
    public enum Fault {
        /** It does not count higher than the one held. */
        ENTRY_NOT_NEWER,
        /** It counts from 1. */
        ENTRY_TOO_LOW,
        /** It lists a key under another member's id, or the same one twice. */
        FOREIGN_KEY,
        /** It no longer lists a key the member once had: what was signed with it could not be checked any more. */
        KEY_DROPPED,
        /** It takes back a revocation, or moves it to a later time. */
        REVOCATION_UNDONE;

        /** The fault as it is written: {@code key-dropped}. */
        public String slug() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What stands against the record following the one held, which is null when there is none; empty for nothing. */
    public static Optional<Fault> fault(@Nullable DirectoryEntry held, DirectoryEntry next) {
        if (held != null && next.entry() <= held.entry()) {
            return Optional.of(Fault.ENTRY_NOT_NEWER);
        }
        if (next.entry() < 1) {
            return Optional.of(Fault.ENTRY_TOO_LOW);
        }
        String own = next.member().code() + "/sign/";
        boolean areOwn = next.keys().stream().allMatch(key -> key.kid().startsWith(own));
        long different = next.keys().stream().map(MemberKey::kid).distinct().count();
        if (!areOwn || different < next.keys().size()) {
            return Optional.of(Fault.FOREIGN_KEY);
        }
        return held == null ? Optional.empty() : keysFault(held, next);
    }

    private static Optional<Fault> keysFault(DirectoryEntry held, DirectoryEntry next) {
        if (!held.keys().stream().allMatch(key -> next.key(key.kid()).isPresent())) {
            return Optional.of(Fault.KEY_DROPPED);
        }
        boolean isUndone = held.keys().stream()
                .anyMatch(key ->
                        next.key(key.kid()).filter(now -> undoes(key, now)).isPresent());
        return isUndone ? Optional.of(Fault.REVOCATION_UNDONE) : Optional.empty();
    }

    private static boolean undoes(MemberKey held, MemberKey now) {
        return held.revokedAt() != null
                && (now.revokedAt() == null || now.revokedAt().isAfter(held.revokedAt()));
    }
}
