/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Everything that somebody could observe of one world, by what was looked at, in canonical form. */
public final class Transcript {

    private static final int LONGEST = 2_000;

    private final Map<String, List<String>> seen = new LinkedHashMap<>();

    /** Notes what was seen at a place, in the order in which it was seen. */
    public Transcript note(String place, List<String> lines) {
        seen.computeIfAbsent(place, any -> new ArrayList<>()).addAll(lines);
        return this;
    }

    /** Notes one thing that was seen at a place. */
    public Transcript note(String place, String line) {
        return note(place, List.of(line));
    }

    /** Where the other differs from this, and how; empty when nobody could tell the two apart. */
    public List<String> differences(Transcript other) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> places = new TreeSet<>(seen.keySet());
        places.addAll(other.seen.keySet());
        for (String place : places) {
            List<String> here = seen.getOrDefault(place, List.of());
            List<String> there = other.seen.getOrDefault(place, List.of());
            if (!here.equals(there)) {
                differences.add(place + ": only without " + without(here, there) + ", only with " + without(there, here)
                        + ", " + here.size() + " and " + there.size() + " in all");
            }
        }
        return differences;
    }

    /** How many places were looked at. */
    public int places() {
        return seen.size();
    }

    /** How many lines were noted at a place. */
    public int lines(String place) {
        return seen.getOrDefault(place, List.of()).size();
    }

    private static String beginning(String line) {
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    private static List<String> without(List<String> lines, List<String> others) {
        List<String> left = new ArrayList<>(lines);
        others.forEach(left::remove);
        return left.stream().map(Transcript::beginning).toList();
    }
}
