/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.Reconciliation;
import org.tocsin.protocol.message.Window;

/** Compares what one member has said with what the other holds of it. Pure. */
final class Comparison {

    /** The most messages that a window of a summary counts, bar those issued in one and the same millisecond. */
    static final int PER_WINDOW = 2_000;

    private Comparison() {}

    /** Cuts the span into windows of at most 2,000 messages, which come in order of issue; the newest 100 are kept. */
    static List<Window> windows(Span span, List<Said> said) {
        List<Window> windows = new ArrayList<>();
        int from = 0;
        Window last = null;
        do {
            int end = end(said, from);
            last = Window.of(
                    last == null ? span.since() : last.until(),
                    end == said.size() ? span.until() : said.get(end).issued(),
                    Said.digests(said.subList(from, end)));
            windows.add(last);
            from = end;
        } while (from < said.size());
        return windows.subList(Math.max(0, windows.size() - Reconciliation.MAX_WINDOWS), windows.size());
    }

    private static int end(List<Said> said, int from) {
        int end = Math.min(from + PER_WINDOW, said.size());
        while (end < said.size()
                && said.get(end).issued().equals(said.get(end - 1).issued())) {
            end++;
        }
        return end;
    }

    /** Answers a summary's windows with what is held; lists the digests where the two differ, the newest windows first. */
    static List<Window> holdings(List<Window> asked, List<Said> held) {
        Deque<Window> holdings = new ArrayDeque<>();
        int room = Reconciliation.MAX_DIGESTS;
        for (int i = asked.size() - 1; i >= 0; i--) {
            List<Digest> digests = Said.digests(Said.within(asked.get(i), held));
            Window own = Window.of(asked.get(i).since(), asked.get(i).until(), digests);
            Window told = own.isLike(asked.get(i)) ? own : own.listing(digests, room);
            room -= told.digests().size();
            holdings.addFirst(told);
        }
        return List.copyOf(holdings);
    }

    /** What the receiver can tell from the figures alone. */
    static Difference difference(List<Window> asked, List<Window> held) {
        Difference all = Difference.NONE;
        for (int i = 0; i < asked.size(); i++) {
            if (!asked.get(i).isLike(held.get(i))) {
                all = all.plus(
                        Difference.ofCounts(asked.get(i).count(), held.get(i).count()));
            }
        }
        return all;
    }

    /** What the sender finds: the messages to be sent again, and how far the two sides differ. */
    record Finding(List<Said> missing, Difference difference) {}

    /** Judges the receiver's windows by what was sent. */
    static Finding judge(List<Window> held, List<Said> sent) {
        List<Said> missing = new ArrayList<>();
        Difference all = Difference.NONE;
        for (Window window : held) {
            List<Said> own = Said.within(window, sent);
            if (!Window.of(window.since(), window.until(), Said.digests(own)).isLike(window)) {
                List<Said> absent = absent(window, own);
                missing.addAll(absent);
                all = all.plus(
                        window.isListed()
                                ? listed(window, own, absent)
                                : Difference.ofCounts(own.size(), window.count()));
            }
        }
        return new Finding(missing, all);
    }

    private static List<Said> absent(Window window, List<Said> own) {
        Set<Digest> listed = new HashSet<>(window.digests());
        return own.stream()
                .filter(message -> window.reaches(message.digest()) && !listed.contains(message.digest()))
                .toList();
    }

    private static Difference listed(Window window, List<Said> own, List<Said> absent) {
        return new Difference(absent.size(), window.count() - (own.size() - absent.size()));
    }
}
