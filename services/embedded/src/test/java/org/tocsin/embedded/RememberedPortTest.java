/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedPortTest {

    @TempDir
    Path data;

    @Test
    void freePortOfTheLastStartIsUsedAgain() throws IOException {
        int first = new RememberedPort(data).choose(0);

        assertThat(new RememberedPort(data).choose(0)).isEqualTo(first).isPositive();
    }

    @Test
    void takenPortOfTheLastStartIsReplaced() throws IOException {
        int first = new RememberedPort(data).choose(0);

        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(new RememberedPort(data).choose(0)).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void wantedPortIsTakenAsItIsAndRemembered() throws IOException {
        int wanted = RememberedPort.anyFree();

        assertThat(new RememberedPort(data).choose(wanted)).isEqualTo(wanted);
        assertThat(new RememberedPort(data).choose(0)).isEqualTo(wanted);
    }
}
