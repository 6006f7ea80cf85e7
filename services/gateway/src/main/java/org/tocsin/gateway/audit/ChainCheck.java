/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.Digest;

/**
 * Walks the chain from its first entry to its last, as it stands at one moment, and names the first link that does not
 * hold. Needs nothing but the database, so it can be run on a copy, by somebody else.
 */
public final class ChainCheck {

    private static final int AT_ONCE = 1_000;

    private final Map<Long, Digest> checkpoints;
    private ChainHead head = ChainHead.START;

    private ChainCheck(Map<Long, Digest> checkpoints) {
        this.checkpoints = checkpoints;
    }

    /** What came of it: {@code broken} is the number of the first link that does not hold, null when all {@code links} do. */
    public record Verdict(
            long links,
            Digest hash,
            @Nullable Long broken,
            @Nullable String reason) {

        /** Says whether every link holds. */
        public boolean isWhole() {
            return broken == null;
        }

        @Override
        public String toString() {
            return isWhole()
                    ? "The audit is whole: " + links + " entries, head " + hash + '.'
                    : "The audit is broken at entry " + broken + ": " + reason + ". The " + links
                            + " entries before it hold.";
        }
    }

    /** Checks the chain in that database. Its transaction is ended. */
    public static Verdict of(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement settings = connection.createStatement()) {
            settings.execute("set transaction isolation level repeatable read read only");
            return within(connection);
        } finally {
            connection.rollback();
        }
    }

    /** Checks the chain as the connection's transaction sees it. */
    static Verdict within(Connection connection) throws SQLException {
        return new ChainCheck(checkpoints(connection)).walk(connection);
    }

    private Verdict walk(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select seq, entry, hash from audit order by seq")) {
            statement.setFetchSize(AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String fault = next(rows);
                    if (fault != null) {
                        return broken(fault);
                    }
                }
            }
        }
        ChainHead claimed = claimed(connection);
        return claimed.equals(head)
                ? new Verdict(head.seq(), head.hash(), null, null)
                : broken("it is not where the head of the chain, number " + claimed.seq() + ", leads to");
    }

    private @Nullable String next(ResultSet row) throws SQLException {
        long seq = row.getLong(1);
        if (seq != head.seq() + 1) {
            return "it is missing";
        }
        String hash = row.getString(3);
        boolean holds =
                hash.matches("[0-9a-f]{64}") && new Sealed(seq, row.getString(2), new Digest(hash)).follows(head);
        if (!holds) {
            return "its hash is not that of its entry after the one before";
        }
        head = new ChainHead(seq, new Digest(hash));
        boolean isAsTold =
                Objects.requireNonNullElse(checkpoints.get(seq), head.hash()).equals(head.hash());
        if (!isAsTold) {
            head = new ChainHead(seq - 1, head.hash());
            return "other members were told another hash";
        }
        return null;
    }

    private Verdict broken(String reason) {
        return new Verdict(head.seq(), head.hash(), head.seq() + 1, reason);
    }

    private static ChainHead claimed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select seq, hash from audit_head")) {
            row.next();
            return new ChainHead(row.getLong(1), new Digest(row.getString(2)));
        }
    }

    private static Map<Long, Digest> checkpoints(Connection connection) throws SQLException {
        Map<Long, Digest> told = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select seq, hash from audit_checkpoint")) {
            while (rows.next()) {
                told.put(rows.getLong(1), new Digest(rows.getString(2)));
            }
        }
        return told;
    }
}
