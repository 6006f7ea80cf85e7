/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.pending;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.message.AlertHeader;
import org.tocsin.protocol.message.AlertKind;
import org.tocsin.protocol.message.Status;
import org.tocsin.protocol.message.Token;

/** Why a draft is not sent until a second person has read it. Pure. */
public enum ReleaseNeed implements Token {
    /** It would wake people in earnest. */
    FLASH_ACTUAL,
    /** It would wake more than half of the others. */
    WIDE_AUDIENCE,
    /** Who wrote it may draft and not send. */
    OPERATORS_DRAFT;

    /**
     * Why this revision waits, the first reason that holds; empty when it need not. A recall never waits: the harm of a
     * false alarm grows while it stands.
     */
    public static Optional<ReleaseNeed> of(AlertHeader header, Directory directory, boolean authorSendsAlone) {
        if (header.kind() == AlertKind.CANCEL) {
            return Optional.empty();
        }
        if (header.precedence() == Precedence.FLASH && header.status() == Status.ACTUAL) {
            return Optional.of(FLASH_ACTUAL);
        }
        if (isUrgent(header.precedence()) && isWide(header, directory)) {
            return Optional.of(WIDE_AUDIENCE);
        }
        return authorSendsAlone ? Optional.empty() : Optional.of(OPERATORS_DRAFT);
    }

    private static boolean isUrgent(Precedence precedence) {
        return precedence.compareTo(Precedence.PRIORITY) < 0;
    }

    private static boolean isWide(AlertHeader header, Directory directory) {
        Member origin = header.origin();
        long others = directory
                .addressable()
                .filter(entry -> !entry.member().equals(origin))
                .count();
        return 2L * header.audience().size() > others;
    }

    @JsonValue
    @Override
    public String token() {
        return Token.kebab(this);
    }
}
