/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Random words that nothing but a restricted alert holds, who may hold each, and where they were found: as they are, or
 * in base64 with either alphabet, wherever in it they begin.
 */
public final class Canaries {

    private static final Pattern WORD = Pattern.compile("cnry[0-9a-f]{20}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9_+/-]{36,}");
    private static final int QUANTUM = 4;

    private final Random random;
    private final Map<String, Set<String>> holders = new HashMap<>();
    private final Map<String, Set<String>> found = new TreeMap<>();

    /** Words by a seed. */
    public Canaries(long seed) {
        this.random = new Random(seed);
    }

    /** A new word that these members may hold and nobody else. */
    public String word(List<String> members) {
        String word = "cnry%016x%04x".formatted(random.nextLong(), random.nextInt(1 << 16));
        holders.put(word, Set.copyOf(members));
        return word;
    }

    /** How many there are. */
    public int count() {
        return holders.size();
    }

    /** The words that a member may hold. */
    public Set<String> of(String member) {
        return holders.entrySet().stream()
                .filter(word -> word.getValue().contains(member))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Looks for words in what was found at a place; several may look at once. */
    public void sweep(String place, byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        Set<String> words = new HashSet<>();
        collect(text, words);
        BASE64.matcher(text).results().forEach(run -> decoded(run.group(), words));
        keep(place, words);
    }

    private synchronized void keep(String place, Set<String> words) {
        found.computeIfAbsent(place, any -> new HashSet<>()).addAll(words);
    }

    /** As above. */
    public void sweep(String place, String text) {
        sweep(place, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The words that were found at a place. */
    public Set<String> at(String place) {
        return found.getOrDefault(place, Set.of());
    }

    /** The places that were swept. */
    public Set<String> places() {
        return new TreeSet<>(found.keySet());
    }

    /** The words at a place that the member may not hold; nobody's for an empty one. */
    public Set<String> strayAt(String place, String member) {
        Set<String> stray = new HashSet<>(at(place));
        stray.removeAll(member.isEmpty() ? Set.of() : of(member));
        return stray;
    }

    private static void decoded(String run, Set<String> words) {
        String url = run.replace('+', '-').replace('/', '_');
        for (int begin = 0; begin < QUANTUM; begin++) {
            int length = (url.length() - begin) / QUANTUM * QUANTUM;
            byte[] bytes = Base64.getUrlDecoder().decode(url.substring(begin, begin + length));
            collect(new String(bytes, ISO_8859_1), words);
        }
    }

    private static void collect(String text, Set<String> words) {
        WORD.matcher(text).results().forEach(word -> words.add(word.group()));
    }
}
