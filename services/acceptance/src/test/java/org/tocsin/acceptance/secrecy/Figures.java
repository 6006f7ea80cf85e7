/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A member's metrics. Two pages are compared by what was counted between them; gauges as they are. Of durations only
 * how many there were is compared, and the figures of the process (memory, threads, connections, its log) not at all:
 * in a standalone all members share one.
 */
final class Figures {

    private static final Set<String> OF_THE_PROCESS =
            Set.of("jvm", "process", "system", "hikaricp", "jdbc", "logback", "disk", "executor", "application");

    private final Map<String, Double> values = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();

    /** Those of a page as Prometheus reads it. */
    static Figures of(String page) {
        Figures figures = new Figures();
        page.lines().forEach(figures::take);
        return figures;
    }

    private void take(String line) {
        if (line.startsWith("# TYPE ")) {
            String[] words = line.split(" ");
            types.put(words[2], words[3]);
        } else if (!line.startsWith("#") && !line.isBlank()) {
            int space = line.lastIndexOf(' ');
            String series = line.substring(0, space);
            if (!OF_THE_PROCESS.contains(series.substring(0, series.indexOf('_')))) {
                values.put(series, Double.valueOf(line.substring(space + 1)));
            }
        }
    }

    /** What can be told from having read a page before and this one now. */
    List<String> since(Figures before) {
        Set<String> all = new TreeSet<>(values.keySet());
        all.addAll(before.values.keySet());
        List<String> told = new ArrayList<>();
        for (String series : all) {
            double now = values.getOrDefault(series, 0.0);
            double grown = now - before.values.getOrDefault(series, 0.0);
            if (isCount(series) && grown != 0) {
                told.add(series + " +" + grown);
            } else if (!isCount(series) && !isDuration(series)) {
                told.add(series + " " + now);
            }
        }
        return told;
    }

    private boolean isCount(String series) {
        String name = name(series);
        return name.endsWith("_count")
                || (name.endsWith("_bucket") && series.contains("le=\"+Inf\""))
                || types.getOrDefault(name, "").equals("counter");
    }

    private static boolean isDuration(String series) {
        String name = name(series);
        return name.contains("_seconds") && !name.endsWith("_count");
    }

    private static String name(String series) {
        int brace = series.indexOf('{');
        return brace < 0 ? series : series.substring(0, brace);
    }
}
