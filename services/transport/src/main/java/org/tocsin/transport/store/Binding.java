/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.transport.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds rows to a statement column by column, as arrays for {@code unnest}: one plan and one round trip however many
 * rows a batch holds. Times go as text and are cast in the statement.
 */
public final class Binding {

    private final PreparedStatement statement;
    private int index;

    /** Starts at the statement's first parameter. */
    public Binding(PreparedStatement statement) {
        this.statement = statement;
    }

    /** A {@code text[]} of one value per row; null values stay null. */
    public <T> Binding texts(List<T> rows, Function<T, @Nullable ?> column) throws SQLException {
        return array(
                "text",
                rows.stream()
                        .map(column)
                        .map(value -> value == null ? null : value.toString())
                        .toArray(String[]::new));
    }

    /** An {@code int4[]} of one value per row. */
    public <T> Binding ints(List<T> rows, Function<T, @Nullable Integer> column) throws SQLException {
        return array("int4", rows.stream().map(column).toArray(Integer[]::new));
    }

    /** An {@code int8[]} of one value per row. */
    public <T> Binding longs(List<T> rows, Function<T, Long> column) throws SQLException {
        return array("int8", rows.stream().map(column).toArray(Long[]::new));
    }

    /** A {@code bytea[]} of one value per row. */
    public <T> Binding bytes(List<T> rows, Function<T, byte @Nullable []> column) throws SQLException {
        return array("bytea", rows.stream().map(column).toArray(byte[][]::new));
    }

    /** A single text. */
    public Binding text(@Nullable Object value) throws SQLException {
        statement.setString(++index, value == null ? null : value.toString());
        return this;
    }

    /** A single number. */
    public Binding number(long value) throws SQLException {
        statement.setLong(++index, value);
        return this;
    }

    private Binding array(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(++index, statement.getConnection().createArrayOf(type, values));
        return this;
    }
}
