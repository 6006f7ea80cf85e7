/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A bare socket to a gateway: it says what no HTTP client would, and need not read. */
public final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();

    /** Connects with a receive buffer of that many bytes; 0 leaves it to the platform. */
    public RawHttp(URI base, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends the text as it is, one byte per character. */
    public RawHttp send(String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends the text over and over until the gateway stops taking it; false when it took all of that many. */
    public boolean isStoppedWhileSending(String text, int times) {
        try {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
            return false;
        } catch (IOException stopped) {
            return true;
        }
    }

    /** Reads until the text comes, or the end; gives all that was read. */
    public String readUntil(String text) {
        StringBuilder read = new StringBuilder();
        byte[] some = new byte[64 * 1024];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                read.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
                if (read.indexOf(text, Math.max(0, read.length() - n - text.length())) >= 0) {
                    break;
                }
            }
        } catch (IOException reset) {
            // A reset is an end, too.
        }
        return read.toString();
    }

    /** The status of the next answer; 0 when the connection was closed without one. */
    public int status() {
        String answer = readUntil("\r\n\r\n");
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    /** Says whether the gateway has closed its side; waits for it, reading what is left. */
    public boolean isClosed() {
        try {
            byte[] some = new byte[64 * 1024];
            int n = 0;
            while (n >= 0) {
                n = socket.getInputStream().read(some);
            }
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
