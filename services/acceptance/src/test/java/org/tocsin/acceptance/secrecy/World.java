/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.secrecy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.tocsin.acceptance.exchange.Exchange;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.Tap;

/** Plays a script on a running exchange and writes down everything that its observer can see of it. */
public final class World {

    private static final SplittableRandom RANDOM = new SplittableRandom();

    private final Exchange exchange;
    private final Tap tap;

    /** On an exchange in which nothing else happens, all of whose topics the tap reads. */
    public World(Exchange exchange, Tap tap) {
        this.exchange = exchange;
        this.tap = tap;
    }

    /** Plays it with or without its secret and waits until all is settled. */
    public Transcript play(Script script, boolean withSecret) {
        Participant observer = exchange.member(script.observer());
        tap.take();
        Eye eye = new Eye(observer, Instant.now().plusMillis(1).truncatedTo(ChronoUnit.MILLIS));
        String run = "run"
                + Long.toHexString(RANDOM.nextLong(1L << 60, Long.MAX_VALUE)).substring(0, 12);
        String secretRun = "hid" + run.substring(3);
        List<Played> all = new ArrayList<>();
        List<Played> known = new ArrayList<>();
        Played secret = new Played(exchange, script.secret(), secretRun);
        for (int i = 0; i <= script.acts().size(); i++) {
            if (withSecret && i == script.secretComesAt()) {
                all.add(secret.post());
            }
            if (i < script.acts().size()) {
                known.add(new Played(exchange, script.acts().get(i), run + i).post());
                all.add(known.get(i));
            }
        }
        all.forEach(Played::follow);
        all.forEach(Played::settle);
        String asked = withSecret ? secret.id() : absentOf(script.secret().origin());
        return eye.transcript(
                new Questions(observer, known, asked, secretRun), canon(run, secretRun, known), tap.take());
    }

    private static Canon canon(String run, String secretRun, List<Played> known) {
        Canon canon = new Canon().marker(run, secretRun);
        for (int i = 0; i < known.size(); i++) {
            List<org.tocsin.acceptance.exchange.Reply> made = known.get(i).made();
            for (int j = 0; j < made.size(); j++) {
                String id = made.get(j).text("id");
                canon.name(
                        id.substring(id.indexOf('.') + 1),
                        "<id " + i + (j == 1 && isAnswer(id, known.get(i)) ? " answer>" : ">"));
                canon.name(made.get(j).text("digest"), "<digest " + i + "." + j + ">");
            }
        }
        return canon;
    }

    private static boolean isAnswer(String id, Played played) {
        return !id.equals(played.id());
    }

    // As new as one that was just posted, and nobody's.
    private static String absentOf(String origin) {
        long random = RANDOM.nextLong();
        long first = (System.currentTimeMillis() << 16) | 0x7000L | (random & 0xfff);
        long second = 0x8000000000000000L | (RANDOM.nextLong() & 0x3fffffffffffffffL);
        return origin + "." + new UUID(first, second);
    }
}
