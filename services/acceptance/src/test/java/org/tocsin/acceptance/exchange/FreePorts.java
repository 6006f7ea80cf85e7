/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Loopback ports that nobody listens on, below the range from which the system itself gives ports to clients. */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int GATEWAYS = 8;
    private static final int MANAGEMENT_OFFSET = 100;

    // Whoever is given a port binds it a moment later; another scenario may look for one meanwhile.
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** One free port. */
    public static synchronized int one() {
        int port = IntStream.generate(FreePorts::random)
                .filter(FreePorts::isFree)
                .findFirst()
                .orElseThrow();
        GIVEN.add(port);
        return port;
    }

    /** The first of the two rows of ports that a standalone needs. */
    public static synchronized int rows() {
        int first = IntStream.generate(FreePorts::random)
                .filter(candidate -> rowsFrom(candidate).allMatch(FreePorts::isFree))
                .findFirst()
                .orElseThrow();
        rowsFrom(first).forEach(GIVEN::add);
        return first;
    }

    private static IntStream rowsFrom(int first) {
        return IntStream.range(0, GATEWAYS).flatMap(number -> IntStream.of(first, first + MANAGEMENT_OFFSET)
                .map(port -> port + number));
    }

    /** How far a gateway's management port is above its public one in a standalone. */
    static int managementOffset() {
        return MANAGEMENT_OFFSET;
    }

    private static int random() {
        return ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
    }

    private static boolean isFree(int port) {
        if (GIVEN.contains(port)) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
