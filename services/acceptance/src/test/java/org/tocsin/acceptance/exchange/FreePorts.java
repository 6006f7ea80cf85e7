/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Loopback ports that nobody listens on, below the range from which the system itself gives ports to clients. */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int GATEWAYS = 8;
    private static final int MANAGEMENT_OFFSET = 100;

    private FreePorts() {}

    /** One free port. */
    public static int one() {
        return IntStream.generate(FreePorts::random)
                .filter(FreePorts::isFree)
                .findFirst()
                .orElseThrow();
    }

    /** The first of the two rows of ports that a standalone needs. */
    public static int rows() {
        return IntStream.generate(FreePorts::random)
                .filter(first -> IntStream.range(0, GATEWAYS)
                        .allMatch(number -> isFree(first + number) && isFree(first + MANAGEMENT_OFFSET + number)))
                .findFirst()
                .orElseThrow();
    }

    /** How far a gateway's management port is above its public one in a standalone. */
    static int managementOffset() {
        return MANAGEMENT_OFFSET;
    }

    private static int random() {
        return ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
