/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.util.List;
import java.util.stream.Collectors;

/** What an alert must be to be listed: a condition over {@code alert_index i} and the values of its parameters. */
record Condition(String sql, List<Object> values) {

    static Condition of(String sql, Object... values) {
        return new Condition(sql, List.of(values));
    }

    /** The column has one of the values. One value is asked for alone: only then an index gives its rows in order. */
    static Condition anyOf(String column, List<String> values) {
        return values.size() == 1
                ? of(column + " = ?", values.get(0))
                : of(column + " = any (?)", (Object) values.toArray(String[]::new));
    }

    /** One of the conditions holds. */
    static Condition either(List<Condition> conditions) {
        String sql = conditions.stream().map(Condition::sql).collect(Collectors.joining(" or ", "(", ")"));
        return new Condition(
                sql,
                conditions.stream()
                        .flatMap(condition -> condition.values().stream())
                        .toList());
    }
}
