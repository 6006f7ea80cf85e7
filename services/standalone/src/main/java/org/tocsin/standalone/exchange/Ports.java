/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.tocsin.standalone.cli.CannotRun;

/** Looks whether ports can be listened on, before anything is started. */
final class Ports {

    private Ports() {}

    /** Refuses when one of these loopback ports is taken or not allowed. */
    static void requireFree(List<Integer> ports) throws CannotRun {
        for (int port : ports) {
            requireFree(port);
        }
    }

    private static void requireFree(int port) throws CannotRun {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.setReuseAddress(true);
        } catch (IOException taken) {
            throw CannotRun.here("Port " + port + " cannot be used (" + taken.getMessage()
                    + "); choose another first port with --port.");
        }
    }
}
