/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.message.Notice;
import org.tocsin.protocol.message.NoticeKind;

/** Makes few notices of many: what the same members are told in the same lane is listed in one. Pure. */
public final class Gathering {

    /** A line takes some 150 bytes, so a notice stays well below what may be signed. */
    private static final int LINES = 2_000;

    private final Map<Address, List<Notice>> open = new LinkedHashMap<>();
    private final Map<Address, Integer> filled = new HashMap<>();
    private final List<Telling> gathered = new ArrayList<>();

    private record Address(Set<Member> targets, Lane lane, NoticeKind kind) {}

    private Gathering() {}

    /** Gathers what can be listed together; notices of one address stay in their order. */
    public static List<Telling> of(List<Telling> tellings) {
        Gathering gathering = new Gathering();
        tellings.forEach(gathering::add);
        gathering.open.forEach(gathering::close);
        return gathering.gathered;
    }

    private void add(Telling telling) {
        int lines = lines(telling.notice());
        if (lines == 0) {
            gathered.add(telling);
            return;
        }
        Address address =
                new Address(telling.targets(), telling.lane(), telling.notice().kind());
        if (filled.getOrDefault(address, 0) + lines > LINES && open.containsKey(address)) {
            close(address, open.remove(address));
            filled.remove(address);
        }
        open.computeIfAbsent(address, any -> new ArrayList<>()).add(telling.notice());
        filled.merge(address, lines, Integer::sum);
    }

    private void close(Address address, List<Notice> notices) {
        gathered.add(new Telling(address.targets(), address.lane(), joined(notices)));
    }

    private static Notice joined(List<Notice> notices) {
        Instant latest =
                notices.stream().map(Notice::at).max(Instant::compareTo).orElseThrow();
        return notices.get(0).kind() == NoticeKind.DISPATCHED
                ? Notice.dispatched(latest, all(notices, Notice::dispatched))
                : Notice.steps(latest, all(notices, Notice::steps));
    }

    private static <T> List<T> all(List<Notice> notices, Function<Notice, List<T>> part) {
        return notices.stream().map(part).flatMap(List::stream).toList();
    }

    private static int lines(Notice notice) {
        int copies = notice.dispatched().stream()
                .mapToInt(entry -> entry.recipients().size() + 1)
                .sum();
        return copies + notice.steps().size();
    }
}
