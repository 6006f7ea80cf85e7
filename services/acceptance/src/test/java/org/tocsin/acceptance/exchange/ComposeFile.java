/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** What {@code docker-compose.yml} says of its services, with the defaults of its own variables filled in. */
public final class ComposeFile {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::?-([^}]*))?}");

    private final Map<String, Service> services = new LinkedHashMap<>();

    /** One service: its variables, the words of its entry point and command, and where it mounts which volume. */
    public record Service(
            String name, Map<String, String> environment, List<String> words, Map<String, String> mounts) {

        /** The words of a command within, up to the next one of the shell. */
        List<String> command(String name) {
            List<String> from = words.subList(words.indexOf(name), words.size());
            int next = from.indexOf("&&");
            return next < 0 ? from : from.subList(0, next);
        }
    }

    private ComposeFile(Map<String, Map<String, Object>> file) {
        file.forEach((name, service) -> services.put(name, service(name, service)));
    }

    /** The one of this checkout. */
    public static ComposeFile read() {
        Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(Checkout.text("docker-compose.yml"));
        return new ComposeFile(file.get("services"));
    }

    /** The service that prepares keys, topics and databases. */
    public Service preparation() {
        return find(service -> service.words().contains("prepare")).orElseThrow();
    }

    /** The coordinator. */
    public Service coordinator() {
        return find(service -> service.environment().containsKey("TOCSIN_DIRECTORY_FILE"))
                .orElseThrow();
    }

    /** The gateways, in their order. */
    public List<Service> gateways() {
        return services.values().stream()
                .filter(service -> service.environment().containsKey("TOCSIN_MEMBER"))
                .toList();
    }

    private Optional<Service> find(Predicate<Service> such) {
        return services.values().stream().filter(such).findFirst();
    }

    private static Map<String, String> environment(@Nullable Object given) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, value) -> environment.put(name.toString(), filled(String.valueOf(value))));
        }
        return environment;
    }

    private static Service service(String name, Map<String, Object> given) {
        List<String> words = new ArrayList<>(words(given.get("entrypoint")));
        words.addAll(words(given.get("command")));
        Map<String, String> mounts = new LinkedHashMap<>();
        strings(given.get("volumes")).map(volume -> volume.split(":")).forEach(parts -> mounts.put(parts[0], parts[1]));
        return new Service(name, environment(given.get("environment")), words, mounts);
    }

    private static List<String> words(@Nullable Object given) {
        return strings(given)
                .flatMap(text -> Stream.of(filled(text).strip().split("\\s+")))
                .toList();
    }

    private static Stream<String> strings(@Nullable Object given) {
        if (given instanceof List<?> list) {
            return list.stream().map(Object::toString);
        }
        return Stream.ofNullable(given).map(Object::toString);
    }

    private static String filled(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(2) == null ? "" : found.group(2)));
    }
}
