/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.alert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.tocsin.gateway.event.Direction;
import org.tocsin.gateway.http.ProblemType;
import org.tocsin.gateway.http.Refused;
import org.tocsin.protocol.Label;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.Precedence;
import org.tocsin.protocol.json.WireJson;
import org.tocsin.protocol.message.Token;

/**
 * The filters of the list, each by its name: what it takes and which alerts pass. All but {@code text} and {@code
 * observable} take several values, separated by commas, any of which will do. Pure.
 */
final class AlertFilters {

    private static final int MOST_VALUES = 20;
    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_OBSERVABLE = 4_096;
    private static final Pattern CLASS = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern CLASSIFICATION = Pattern.compile("[a-z][a-z0-9-]{0,39}/[a-z0-9-]{1,60}");
    private static final Pattern VULNERABILITY = Pattern.compile("[A-Za-z]{2,16}([-:][A-Za-z0-9.]{1,32}){1,6}");

    private AlertFilters() {}

    /** The condition of a filter; {@code asOf} is the time at which alerts count as expired or not. */
    static Condition of(String name, String value, Instant asOf) {
        return switch (name) {
            case "direction" -> column(name, value, AlertFilters::isDirection);
            case "origin" -> column(name, value, Member::isCode);
            case "precedence" -> column(name, value, AlertFilters::isPrecedence);
            // An unescaped plus in a query is a space.
            case "tlp" -> column(name, value.replace(' ', '+'), AlertFilters::isLabel);
            case "state" -> either(name, value, state -> state(name, state, asOf));
            case "classification" -> either(name, value, tag -> classification(name, tag));
            case "vulnerability" -> either(name, value, id -> vulnerability(name, id));
            case "observable" -> observable(name, value);
            case "text" -> text(name, value);
            case "since" -> Condition.of("i.at >= ?", time(name, value));
            case "until" -> Condition.of("i.at < ?", time(name, value));
            default -> throw new Refused(ProblemType.INVALID_PARAMETER, "A query parameter is unknown.");
        };
    }

    private static Condition column(String name, String value, Predicate<String> isValid) {
        List<String> values = values(name, value);
        refuseUnless(values.stream().allMatch(isValid), name);
        return Condition.anyOf("i." + name, values);
    }

    private static Condition either(String name, String value, Function<String, Condition> reading) {
        return Condition.either(values(name, value).stream().map(reading).toList());
    }

    private static Condition state(String name, String state, Instant asOf) {
        return switch (state) {
            case "released", "cancelled", "deleted" -> Condition.of("i.state = ?", state);
            case "active" -> Condition.of("i.state = 'released' and i.expires > ?", asOf.atOffset(ZoneOffset.UTC));
            case "expired" -> Condition.of("i.state = 'released' and i.expires <= ?", asOf.atOffset(ZoneOffset.UTC));
            default -> throw refused(name);
        };
    }

    private static Condition classification(String name, String tag) {
        if (CLASS.matcher(tag).matches()) {
            return Condition.of("i.class = ?", tag);
        }
        refuseUnless(CLASSIFICATION.matcher(tag).matches(), name);
        return Condition.of("i.class = ? and i.classification = ?", tag.substring(0, tag.indexOf('/')), tag);
    }

    private static Condition vulnerability(String name, String id) {
        refuseUnless(VULNERABILITY.matcher(id).matches(), name);
        return Condition.rare("i.terms @> array[search_vulnerability(?)]", id);
    }

    private static Condition observable(String name, String value) {
        refuseUnless(isPlain(value, LONGEST_OBSERVABLE), name);
        return Condition.rare("i.terms @> array[search_observable(?)]", value);
    }

    private static Condition text(String name, String value) {
        refuseUnless(isPlain(value, LONGEST_TEXT) && value.codePoints().anyMatch(Character::isLetterOrDigit), name);
        return Condition.of("i.words @@ search_query(?)", value);
    }

    private static Object time(String name, String value) {
        try {
            // An unescaped plus in a query is a space.
            return WireJson.time(value.replace(' ', '+')).atOffset(ZoneOffset.UTC);
        } catch (DateTimeException malformed) {
            throw refused(name);
        }
    }

    private static boolean isPlain(String value, int longest) {
        return !value.isBlank()
                && value.length() <= longest
                && value.codePoints().noneMatch(AlertFilters::isNoText);
    }

    // PostgreSQL takes neither NUL nor half a surrogate pair.
    private static boolean isNoText(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static boolean isDirection(String text) {
        return Token.find(Direction.class, text).isPresent();
    }

    private static boolean isPrecedence(String text) {
        return Arrays.stream(Precedence.values())
                .anyMatch(precedence -> precedence.name().equals(text));
    }

    private static boolean isLabel(String text) {
        return Arrays.stream(Label.values()).anyMatch(label -> label.token().equals(text));
    }

    private static List<String> values(String name, String value) {
        List<String> values =
                Arrays.stream(value.split(",", MOST_VALUES + 1)).distinct().toList();
        refuseUnless(values.size() <= MOST_VALUES, name);
        return values;
    }

    private static void refuseUnless(boolean isValid, String name) {
        if (!isValid) {
            throw refused(name);
        }
    }

    // The name is one of ours; the value is the client's and never repeated.
    private static Refused refused(String name) {
        return new Refused(ProblemType.INVALID_PARAMETER, name + " does not take this value.");
    }
}
