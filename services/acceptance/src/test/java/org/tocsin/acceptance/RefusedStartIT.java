/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.tocsin.acceptance.exchange.Checkout;
import org.tocsin.acceptance.exchange.ChildProcess;
import org.tocsin.acceptance.exchange.FreePorts;
import org.tocsin.acceptance.exchange.Standalone;

/** A start that cannot succeed says why in one line, for people, and leaves with an exit code. */
@ResourceLock(Standalone.RESOURCE)
class RefusedStartIT {

    private final Standalone exchange = Standalone.shared();

    @Test
    void aSecondStartOnTheSameDataSaysWhoUsesIt() {
        String line = refusalOf("--data=" + exchange.data(), "--port=" + FreePorts.rows());

        assertThat(line).contains("in use", exchange.data().getFileName().toString());
        assertThat(exchange.process().isAlive()).isTrue();
    }

    @Test
    void aTakenPortIsNamed() {
        String line = refusalOf("--data=" + Checkout.emptyRoom("taken-port-data"), "--port=" + exchange.port());

        assertThat(line).contains("Port " + exchange.port());
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThat(refusalOf("--memebrs=kz,uz")).contains("--memebrs");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThat(refusalOf("explode")).contains("explode");
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsNamed() {
        String line = refusalOf("--data=" + Checkout.path("README.md").resolve("data"), "--port=" + FreePorts.rows());

        assertThat(line).contains("README.md");
    }

    private static String refusalOf(String... words) {
        ChildProcess process = Standalone.run("refused-start", List.of(words));
        assertThat(process.exitCode()).isPositive();
        String output = process.output().strip();
        assertThat(output.lines()).as(output).hasSize(1);
        assertThat(output).doesNotContain("Exception in thread", "Caused by", "\tat ");
        return output;
    }
}
