/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service tells Prometheus, and what docs/operations.md says that it tells. */
public final class Metrics {

    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (tocsin_\\w+) (\\w+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    // | `tocsin_link` | gauge | `lane` | gateway | meaning |
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(tocsin_\\w+)` \\| (\\w+) \\|([^|]*)\\| (\\w+) \\| \\S.*\\|$");

    private final String exposition;

    /** What was scraped. */
    public Metrics(String exposition) {
        this.exposition = exposition;
    }

    /** Each metric of ours as {@code type [labels]}, without the maxima that come beside timers. */
    public Map<String, String> described() {
        Map<String, String> types = new TreeMap<>();
        TYPE.matcher(exposition).results().forEach(found -> types.put(found.group(1), found.group(2)));
        Set<String> maxima = new TreeSet<>(types.keySet());
        maxima.removeIf(name -> !name.endsWith("_max") || !types.containsKey(name.replaceAll("_max$", "")));
        types.keySet().removeAll(maxima);
        types.replaceAll((name, type) -> type + ' ' + labels(name));
        return types;
    }

    /** The same from the table in the document, for one service. */
    public static Map<String, String> documented(String service) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        String document = Files.readString(Path.of("../../docs/operations.md"));
        for (MatchResult row : ROW.matcher(document).results().toList()) {
            if (row.group(4).equals(service) || row.group(4).equals("both")) {
                rows.put(row.group(1), row.group(2) + ' ' + names(row.group(3), Pattern.compile("`(\\w+)`")));
            }
        }
        return rows;
    }

    /** The value of a series, written as it is exposed; 0 when there is none yet. */
    public double value(String series) {
        return exposition
                .lines()
                .filter(line -> line.startsWith(series + ' '))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0.0);
    }

    private Set<String> labels(String metric) {
        Set<String> labels = new TreeSet<>();
        exposition
                .lines()
                .filter(line -> line.matches(metric + "(_bucket|_count|_sum)?[ {].*"))
                .forEach(line -> labels.addAll(names(line, LABEL)));
        labels.removeAll(Set.of("le", "quantile"));
        return labels;
    }

    private static Set<String> names(String text, Pattern form) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = form.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
