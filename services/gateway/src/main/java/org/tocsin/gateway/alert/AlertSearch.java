/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;

/** A request for a page of the list: which alerts, how many, from where on; {@code cursor} is null at the head. Pure. */
record AlertSearch(
        List<Condition> conditions, int limit, @Nullable Cursor cursor, Instant asOf) {

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final int MOST = 200;
    private static final int USUAL = 50;

    /** Reads the query parameters of a request; {@link Refused} when one is unknown or has a wrong value. */
    static AlertSearch read(Map<String, String> parameters, Instant now) {
        int limit = limit(parameters.get(LIMIT));
        Cursor cursor = cursor(parameters.get(CURSOR));
        Instant asOf = cursor == null ? now : cursor.at();
        List<Condition> conditions = parameters.entrySet().stream()
                .filter(parameter -> !LIMIT.equals(parameter.getKey()) && !CURSOR.equals(parameter.getKey()))
                .map(parameter -> AlertFilters.of(parameter.getKey(), given(parameter.getValue()), asOf))
                .toList();
        return new AlertSearch(conditions, limit, cursor, asOf);
    }

    /**
     * The query behind a cursor, newest first, with one line more than asked for, which tells whether there is a next
     * page. Whatever limits who sees which alert belongs among its conditions.
     */
    Condition query(Cursor from) {
        List<Condition> all = new ArrayList<>();
        all.add(Condition.of("i.id < ? and i.superseded > ?", from.before(), from.asOf()));
        all.addAll(conditions);
        String where = all.stream().map(Condition::sql).collect(Collectors.joining(" and "));
        List<Object> values = new ArrayList<>(
                all.stream().flatMap(condition -> condition.values().stream()).toList());
        values.add(limit + 1);
        return new Condition("""
                select e.id, e.data
                from (select i.id from alert_index i where %s order by i.id desc limit ?) page
                join event e on e.id = page.id
                order by e.id desc
                """.formatted(where), values);
    }

    // A name without an equals sign has no value at all.
    private static String given(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return USUAL;
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw new Refused(ProblemType.INVALID_PARAMETER, "limit is a number from 1 to 200.");
        }
        return Integer.parseInt(text);
    }

    private static @Nullable Cursor cursor(@Nullable String text) {
        return text == null ? null : Cursor.read(text).orElseThrow(() -> new Refused(ProblemType.INVALID_CURSOR));
    }
}
