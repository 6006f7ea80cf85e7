/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What is done in a pair of worlds, by a seed: public acts that its observer has a part in, and one secret that it has
 * none in, which is kept in one of the two worlds only.
 */
public record Script(long seed, String observer, List<Act> acts, Act secret, int secretComesAt) {

    private static final List<String> STATES = List.of("kz", "uz", "kg", "in");
    private static final List<String> MEMBERS = List.of("kz", "uz", "kg", "in", "centre");
    private static final List<String> LABELS = List.of("TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED");
    private static final List<String> STATUSES = List.of("actual", "exercise");
    private static final List<String> QUIET = List.of("PRIORITY", "ROUTINE");
    private static final List<String> ALONE = List.of("IMMEDIATE", "PRIORITY", "ROUTINE");

    /** One alert and what becomes of it. */
    public record Act(String origin, List<String> to, Saying saying, Fate fate) {

        Act asSecret() {
            return new Act(origin, to, new Saying(saying.label, saying.status, saying.precedence, true), fate);
        }
    }

    /** How it is marked, and what it names; secrets name what nothing public names. */
    public record Saying(String label, String status, String precedence, boolean secret) {

        String address() {
            return secret ? "203.0.113.66" : "198.51.100.7";
        }

        String vulnerability() {
            return secret ? "CVE-2099-66666" : "CVE-2099-1234";
        }
    }

    /** What follows it: an answer of its first addressee, a revision, that it is shown to a person, its recall. */
    public record Fate(boolean answered, boolean revised, boolean displayed, boolean recalled) {}

    /** That of a seed. */
    public static Script of(long seed) {
        // Neighbouring seeds begin alike, so each begins the one that is used.
        Random random = new Random(new SplittableRandom(seed).nextLong());
        String observer = any(STATES, random);
        List<Act> acts = new ArrayList<>();
        acts.add(act(any(without(MEMBERS, observer), random), List.of(observer), LABELS.subList(0, 2), random));
        acts.add(act(observer, some(without(MEMBERS, observer), random), LABELS, random));
        if (random.nextBoolean()) {
            acts.add(act(any(without(MEMBERS, observer), random), List.of(observer), LABELS.subList(0, 1), random));
        }
        Collections.shuffle(acts, random);
        String origin = any(without(STATES, observer), random);
        List<String> confidants = some(without(without(MEMBERS, observer), origin), random);
        Act secret = act(origin, confidants, LABELS, random).asSecret();
        return new Script(seed, observer, List.copyOf(acts), secret, random.nextInt(acts.size() + 1));
    }

    // More than one addressee is told nothing urgent, so that no second person is asked for.
    private static Act act(String origin, List<String> to, List<String> labels, Random random) {
        String precedence = any(to.size() > 1 ? QUIET : ALONE, random);
        Fate fate = new Fate(
                random.nextInt(10) < 6, random.nextInt(10) < 3, random.nextInt(10) < 3, random.nextInt(10) < 3);
        return new Act(origin, to, new Saying(any(labels, random), any(STATUSES, random), precedence, false), fate);
    }

    private static List<String> some(List<String> from, Random random) {
        List<String> shuffled = new ArrayList<>(from);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, 1 + random.nextInt(2)));
    }

    private static <T> T any(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<String> without(List<String> members, String one) {
        return members.stream().filter(member -> !member.equals(one)).toList();
    }
}
