/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Token;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of a posted object one by one and collects everything that is wrong with it, so that a client learns
 * all of it at once. A field that was not asked for is wrong, too. Each reading returns null when it has noted why.
 */
public final class Fields {

    private final JsonNode object;
    private final String pointer;
    private final List<Violation> violations;
    private final Set<String> asked = new TreeSet<>();

    private Fields(JsonNode object, String pointer, List<Violation> violations) {
        this.object = object;
        this.pointer = pointer;
        this.violations = violations;
    }

    /** Starts at the root of a body. */
    public static Fields of(JsonNode root) {
        return new Fields(root, "", new ArrayList<>());
    }

    /** Notes that a field breaks a rule. */
    public void wrong(String field, String rule) {
        violations.add(new Violation(pointer + '/' + field, rule));
    }

    /** Notes every field that nobody asked for. Call last. */
    public void refuseOthers() {
        object.properties().stream()
                .filter(field -> !asked.contains(field.getKey()))
                // The name is the client's own text, so only its place is told.
                .forEach(field -> violations.add(new Violation(pointer, "unknown-field")));
    }

    /** Everything noted so far, over all objects of the body. */
    public List<Violation> violations() {
        return violations;
    }

    /** Says whether the field is there and not null. */
    public boolean has(String field) {
        asked.add(field);
        JsonNode value = object.get(field);
        return value != null && !value.isNull();
    }

    /** A text of 1 to {@code longest} characters; null when absent. */
    public @Nullable String text(String field, int longest) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            wrong(field, "not-a-text");
            return null;
        }
        String text = value.stringValue();
        if (text.isBlank() || text.length() > longest) {
            wrong(field, "length");
            return null;
        }
        return text;
    }

    /** Notes when a compulsory value is absent and nothing else was noted about it. */
    public <T> @Nullable T required(String field, @Nullable T value) {
        if (value == null && !has(field)) {
            wrong(field, "required");
        }
        return value;
    }

    /** A word of a closed list, exactly as written there. */
    public <T extends Enum<T> & Token> @Nullable T token(String field, Class<T> type) {
        return parsed(field, text -> Token.find(type, text).orElse(null), "unknown-value");
    }

    /** A text turned into something else; a parser refuses by null or {@link IllegalArgumentException}. */
    public <T> @Nullable T parsed(String field, Function<String, @Nullable T> parser, String rule) {
        String text = text(field, 16 * 1024);
        if (text == null) {
            return null;
        }
        T value = orNull(text, parser);
        if (value == null) {
            wrong(field, rule);
        }
        return value;
    }

    /** An RFC 3339 time with a zone, to the millisecond. */
    public @Nullable Instant time(String field) {
        return parsed(
                field, text -> WireJson.time(text).truncatedTo(java.time.temporal.ChronoUnit.MILLIS), "not-a-time");
    }

    /** A positive ISO 8601 duration of at most 30 days, as long as an alert lives. */
    public @Nullable Duration duration(String field) {
        return parsed(field, Fields::positive, "not-a-duration");
    }

    /** A true or false; {@code absent} when not given. */
    public boolean flag(String field, boolean absent) {
        JsonNode value = value(field);
        if (value != null && !value.isBoolean()) {
            wrong(field, "not-a-boolean");
        }
        return value == null ? absent : value.booleanValue(absent);
    }

    /** A whole number from 1. */
    public @Nullable Integer count(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            wrong(field, "not-a-count");
            return null;
        }
        return value.intValue();
    }

    /** A list of texts, each turned into something else; empty when absent. */
    public <T> List<T> list(String field, int most, Function<String, @Nullable T> parser) {
        List<T> values = new ArrayList<>();
        for (JsonNode element : elements(field, most)) {
            T value = element.isString() ? orNull(element.stringValue(), parser) : null;
            if (value == null) {
                wrong(field, "invalid-element");
                continue;
            }
            values.add(value);
        }
        return values;
    }

    /** A list of objects, each read by the function; empty when absent. */
    public <T> List<T> objects(String field, int most, Function<Fields, @Nullable T> reader) {
        List<T> values = new ArrayList<>();
        int index = 0;
        for (JsonNode element : elements(field, most)) {
            T value = read(element, field + '/' + index++, reader);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** One object, read by the function; null when absent. */
    public <T> @Nullable T object(String field, Function<Fields, @Nullable T> reader) {
        JsonNode value = value(field);
        return value == null ? null : read(value, field, reader);
    }

    private <T> @Nullable T read(JsonNode element, String place, Function<Fields, @Nullable T> reader) {
        if (!element.isObject()) {
            wrong(place, "not-an-object");
            return null;
        }
        Fields fields = new Fields(element, pointer + '/' + place, violations);
        T value = reader.apply(fields);
        fields.refuseOthers();
        return value;
    }

    private Iterable<JsonNode> elements(String field, int most) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray() || value.size() > most) {
            wrong(field, value.isArray() ? "too-many" : "not-a-list");
            return List.of();
        }
        return value;
    }

    private @Nullable JsonNode value(String field) {
        return has(field) ? object.get(field) : null;
    }

    private static <T> @Nullable T orNull(String text, Function<String, @Nullable T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException refused) {
            return null;
        }
    }

    private static @Nullable Duration positive(String text) {
        Duration duration = Duration.parse(text);
        boolean sensible =
                duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(Duration.ofDays(30)) <= 0;
        return sensible ? duration : null;
    }
}
