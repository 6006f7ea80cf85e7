/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tocsin.acceptance.exchange.Answered;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Tap;
import org.tocsin.protocol.json.WireJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what was observed so that two runs of one script read alike. What is made alike, and nothing else is:
 *
 * <ol>
 *   <li>identities and digests that the script has made are named by when it made them; those that it has not are
 *       {@code <id>} and {@code <digest>};
 *   <li>the words that mark a run;
 *   <li>times, the ages of the directory and of the outbox, the cursor of a page, and what was signed over them: signatures;
 *   <li>numbers of events, which count from the beginning of the run;
 *   <li>what a service collects for up to 100 ms into one message: its parts are compared, each once however often it
 *       was sent; and, since several members are at work at once, what came is compared without its order.
 * </ol>
 */
final class Canon {

    private static final Pattern JWS = Pattern.compile("eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern DIGEST = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z");
    private static final Pattern AGE = Pattern.compile("\"(age|owedFor)\":\"PT[0-9.HMS]+\"");
    private static final Pattern CURSOR = Pattern.compile("\"next\":\"[A-Za-z0-9_-]{32}\"");
    private static final List<String> COLLECTED = List.of("covers", "dispatched", "steps");
    private static final String APPENDED = "tocsin-appended";

    private final Map<String, String> names = new HashMap<>();
    private final List<String> markers = new ArrayList<>();

    /** Gives what the script has made its name. */
    Canon name(String made, String name) {
        names.put(made, name);
        return this;
    }

    String text(String seen) {
        String opened = replace(JWS, seen, found -> opened(found.group()));
        String marked = opened;
        for (String marker : markers) {
            marked = marked.replace(marker, "<run>");
        }
        String named = replace(UUID, marked, found -> names.getOrDefault(found.group(), "<id>"));
        String digested = replace(DIGEST, named, found -> names.getOrDefault(found.group(), "<digest>"));
        String timeless = TIME.matcher(digested).replaceAll("<time>");
        String ageless = AGE.matcher(timeless).replaceAll("\"$1\":\"<age>\"");
        return CURSOR.matcher(ageless).replaceAll("\"next\":\"<cursor>\"");
    }

    /** The words that mark this run and no other. */
    Canon marker(String... words) {
        markers.addAll(List.of(words));
        return this;
    }

    String answer(Answered answered) {
        Map<String, List<String>> headers = new TreeMap<>();
        answered.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        headers.replace("date", List.of("<time>"));
        headers.computeIfPresent("content-length", (name, length) -> List.of(withoutAges(length, answered.body())));
        return text(answered.status() + " " + headers + " " + answered.body());
    }

    // An age is as long as its figures are; all else has the length it has.
    private static String withoutAges(List<String> length, String body) {
        long ages = AGE.matcher(body)
                .results()
                .mapToLong(age -> age.group().length())
                .sum();
        return Long.toString(Long.parseLong(length.get(0)) - ages);
    }

    String event(Event event) {
        return text(event.name() + " " + event.data());
    }

    /** The parts of what lies on a topic. */
    List<String> record(Tap.Raw raw) {
        Map<String, String> headers = new TreeMap<>();
        raw.headers().forEach((name, value) -> headers.put(name, name.equals(APPENDED) ? "<time>" : utf8(value)));
        String about = utf8(raw.key()) + " " + headers + " ";
        String value = utf8(raw.value());
        if (!JWS.matcher(value).matches()) {
            return List.of(text(about + value));
        }
        return parts(payload(value)).stream()
                .map(part -> text(about + part(value, 0) + part))
                .toList();
    }

    private static List<JsonNode> parts(JsonNode message) {
        List<JsonNode> parts = new ArrayList<>();
        for (String list : COLLECTED) {
            message.path(list).forEach(item -> parts.add(((ObjectNode) message.deepCopy()).set(list, item)));
        }
        return parts.isEmpty() ? List.of(message) : parts;
    }

    private static String opened(String jws) {
        return part(jws, 0) + '.' + payload(jws) + ".<signature>";
    }

    private static JsonNode payload(String jws) {
        return WireJson.MAPPER.readTree(part(jws, 1));
    }

    private static String part(String jws, int number) {
        return utf8(Base64.getUrlDecoder().decode(jws.split("\\.")[number]));
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static String replace(Pattern pattern, String text, java.util.function.Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }
}
