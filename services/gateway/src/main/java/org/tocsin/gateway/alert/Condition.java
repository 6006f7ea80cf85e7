/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What an alert must be to be listed: a condition over {@code alert_index i} and the values of its parameters. {@code
 * isRare} says that next to no alert fulfils it, so that those which do are to be looked up before all else.
 */
record Condition(String sql, List<Object> values, boolean isRare) {

    static Condition of(String sql, Object... values) {
        return new Condition(sql, List.of(values), false);
    }

    static Condition rare(String sql, Object... values) {
        return new Condition(sql, List.of(values), true);
    }

    /** The column has one of the values. One value is asked for alone: only then an index gives its rows in order. */
    static Condition anyOf(String column, List<String> values) {
        return values.size() == 1
                ? of(column + " = ?", values.get(0))
                : of(column + " = any (?)", (Object) values.toArray(String[]::new));
    }

    /** One of the conditions holds. */
    static Condition either(List<Condition> conditions) {
        return joined(conditions, " or ");
    }

    /** All conditions hold. */
    static Condition all(List<Condition> conditions) {
        return joined(conditions, " and ");
    }

    private static Condition joined(List<Condition> conditions, String word) {
        String sql = conditions.stream().map(Condition::sql).collect(Collectors.joining(word, "(", ")"));
        List<Object> values = conditions.stream()
                .flatMap(condition -> condition.values().stream())
                .toList();
        return new Condition(sql, values, conditions.stream().allMatch(Condition::isRare));
    }
}
