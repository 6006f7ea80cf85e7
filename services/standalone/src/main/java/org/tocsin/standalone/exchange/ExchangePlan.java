/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tocsin.protocol.Member;
import org.tocsin.standalone.firststart.DataLayout;

/**
 * What to start where: the gateways on successive ports from the first, in order of the members; their management ports
 * a hundred above; the coordinator's management port behind those.
 */
public record ExchangePlan(DataLayout layout, List<Member> members, int firstPort) {

    /** How many gateways fit between the two rows of ports. */
    public static final int MOST_MEMBERS = 99;

    private static final int MANAGEMENT_OFFSET = 100;

    /** How far above the first port the last one can be. */
    public static final int HIGHEST_OFFSET = MANAGEMENT_OFFSET + MOST_MEMBERS;

    /** The gateways in their order. */
    public List<Place> places() {
        return IntStream.range(0, members.size())
                .mapToObj(number ->
                        new Place(members.get(number), firstPort + number, firstPort + MANAGEMENT_OFFSET + number))
                .toList();
    }

    int coordinatorManagementPort() {
        return firstPort + MANAGEMENT_OFFSET + members.size();
    }

    /** Every port that must be free. */
    List<Integer> ports() {
        return Stream.concat(
                        places().stream().flatMap(place -> Stream.of(place.port(), place.managementPort())),
                        Stream.of(coordinatorManagementPort()))
                .toList();
    }
}
