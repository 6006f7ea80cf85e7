/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Standalone;
import org.tocsin.acceptance.exchange.Tap;
import org.tocsin.acceptance.secrecy.Script;
import org.tocsin.acceptance.secrecy.Transcript;
import org.tocsin.acceptance.secrecy.World;

/**
 * Whoever is not addressed cannot tell a world with a restricted alert from one without: not by a byte, a count, a gap,
 * an identity, a header, a figure, or a record on a topic it may read.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ResourceLock(Standalone.RESOURCE)
class NonInterferenceIT {

    private static final long SEEDS = Long.parseLong(System.getenv().getOrDefault("TOCSIN_SEEDS", "50"));
    private static final int KINDS_OF_REQUESTS = 60;

    private static Standalone exchange;
    private static Tap tap;

    @BeforeAll
    static void join() {
        exchange = Standalone.secluded();
        tap = exchange.wire()
                .tap(exchange.wire().topics().stream()
                        .filter(topic -> topic.startsWith("tocsin."))
                        .toList());
    }

    @AfterAll
    static void leave() {
        tap.close();
    }

    @Test
    void whoIsNotAddressedCannotTellThatThereIsASecret() {
        World world = new World(exchange, tap);
        List<String> told = new ArrayList<>();
        long begun = System.nanoTime();

        // The first world of all makes connections and series that the others find.
        world.play(Script.of(0), false);
        LongStream.rangeClosed(1, SEEDS).forEach(seed -> told.addAll(played(world, Script.of(seed))));

        System.out.printf("%d pairs of worlds in %.1f s%n", SEEDS, (System.nanoTime() - begun) / 1e9);
        assertThat(told).isEmpty();
    }

    // Each side says how much it has sent to the other; what passed between others would be missing there. It comes
    // last
    // because what was played before counts, too.
    @Test
    @Order(Integer.MAX_VALUE)
    void comparisonsCountNothingThatPassesBetweenOthers() {
        World world = new World(exchange, tap);
        world.play(Script.of(1), true);

        for (String other : List.of("kz", "uz", "kg", "centre")) {
            assertThat(exchange.member("in").comparedWith(other).path("state").asString())
                    .isEqualTo("in-step");
            assertThat(exchange.member(other).comparedWith("in").path("state").asString())
                    .isEqualTo("in-step");
        }
    }

    private static List<String> played(World world, Script script) {
        boolean secretFirst = script.seed() % 2 == 0;
        Transcript first = world.play(script, secretFirst);
        Transcript second = world.play(script, !secretFirst);
        assertThat(first.places()).isGreaterThan(KINDS_OF_REQUESTS);
        return (secretFirst ? second.differences(first) : first.differences(second))
                .stream()
                        .map(difference -> "seed " + script.seed() + ", " + script.observer() + ", " + difference)
                        .toList();
    }
}
