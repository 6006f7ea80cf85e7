/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.outbox;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Digest;
import org.tocsin.transport.store.Binding;

/**
 * That a posting is the release of a draft that waited for it: which one, by whose hand, and why by one person's alone.
 * It ends in the posting's own commit, so of two releases, or a release and a withdrawal, one is committed.
 */
public record DraftRelease(
        AlertId alert, Digest digest, String by, @Nullable String reason) {

    /** Ends the drafts of a commit; the statement fails when one of them waits no more as it was read. */
    static final String COLUMN = ", release_drafts(?::text[], ?::text[], ?::text[], ?::text[])";

    private static final String NOT_WAITING = "TS002";

    /** Says whether a posting failed because its draft was released, withdrawn or changed meanwhile. */
    public static boolean isLost(Throwable failure) {
        return failure instanceof SQLException sql && NOT_WAITING.equals(sql.getSQLState());
    }

    static void bind(Binding binding, List<DraftRelease> releases) throws SQLException {
        binding.texts(releases, DraftRelease::alert)
                .texts(releases, DraftRelease::digest)
                .texts(releases, DraftRelease::by)
                .texts(releases, DraftRelease::reason);
    }
}
