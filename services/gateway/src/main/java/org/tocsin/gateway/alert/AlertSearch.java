/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.gateway.reading.ReaderAtDoor;

/**
 * A request for a page of the list: who asks, for which alerts, how many, from where on; {@code cursor} is null at the
 * head. Pure.
 */
record AlertSearch(
        ReaderAtDoor reader,
        List<Condition> conditions,
        int limit,
        @Nullable Cursor cursor,
        Instant asOf) {

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final int MOST = 200;
    private static final int USUAL = 50;

    /** Reads the query parameters of a request; {@link Refused} when one is unknown or has a wrong value. */
    static AlertSearch read(Map<String, String> parameters, Instant now, ReaderAtDoor reader) {
        int limit = limit(parameters.get(LIMIT));
        Cursor cursor = cursor(parameters.get(CURSOR));
        Instant asOf = cursor == null ? now : cursor.at();
        List<Condition> conditions = parameters.entrySet().stream()
                .filter(parameter -> !LIMIT.equals(parameter.getKey()) && !CURSOR.equals(parameter.getKey()))
                .map(parameter -> AlertFilters.of(parameter.getKey(), given(parameter.getValue()), asOf))
                .toList();
        return new AlertSearch(reader, conditions, limit, cursor, asOf);
    }

    /**
     * The query behind a cursor, newest first, with one line more than asked for, which tells whether there is a next
     * page. The index has a part for each label: of those that the reader may not read, none is asked.
     */
    Condition query(Cursor from) {
        List<Condition> walked = new ArrayList<>();
        walked.add(Condition.of("i.id < ? and i.superseded > ?", from.before(), from.asOf()));
        conditions.stream().filter(condition -> !condition.isRare()).forEach(walked::add);
        Condition where = Condition.all(walked);
        Condition source = source(conditions.stream().filter(Condition::isRare).toList());
        String sql = """
                select e.id, e.data
                from (select i.id from %s where %s order by i.id desc limit ?) page
                join event e on e.id = page.id
                order by e.id desc
                """.formatted(source.sql(), where.sql());
        return Condition.of(
                sql,
                Stream.of(source.values(), where.values(), List.of(limit + 1))
                        .flatMap(List::stream)
                        .toArray());
    }

    // What is unreadable is not looked through, whatever is looked for. What is rare is looked up first: the offset
    // keeps
    // the database from walking the list after all, since of what is unique it has no statistics.
    private Condition source(List<Condition> rare) {
        List<Condition> all = new ArrayList<>(rare);
        all.add(0, Condition.of("i.tlp = any (?)", (Object) reader.labels().toArray(String[]::new)));
        Condition found = Condition.all(all);
        String barrier = rare.isEmpty() ? "" : " offset 0";
        return Condition.of(
                "(select * from alert_index i where " + found.sql() + barrier + ") i",
                found.values().toArray());
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
