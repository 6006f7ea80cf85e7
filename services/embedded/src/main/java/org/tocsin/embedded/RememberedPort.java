/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The loopback port of a part, kept in the file {@code port} of its data directory, so that a part started again on the
 * same data is found where it was.
 */
final class RememberedPort {

    private static final int ANY = 0;

    private final Path file;

    RememberedPort(Path dataDirectory) {
        this.file = dataDirectory.resolve("port");
    }

    /** The wanted port; for 0 the one of the last start where it is still free, otherwise any free one. */
    int choose(int wanted) throws IOException {
        int port = wanted == ANY ? remembered() : wanted;
        int chosen = wanted == ANY && !isFree(port) ? anyFree() : port;
        Files.writeString(file, chosen + "\n");
        return chosen;
    }

    static int anyFree() throws IOException {
        try (ServerSocket socket = bound(ANY)) {
            return socket.getLocalPort();
        }
    }

    private int remembered() throws IOException {
        if (!Files.exists(file)) {
            return ANY;
        }
        String content = Files.readString(file).strip();
        return content.matches("[0-9]{1,5}") ? Integer.parseInt(content) : ANY;
    }

    private static boolean isFree(int port) {
        if (port == ANY || port > 65_535) {
            return false;
        }
        try (ServerSocket socket = bound(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
