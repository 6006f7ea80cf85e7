/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final Set<String> KNOWN = Set.of("members", "data", "port");

    @Test
    void anOptionIsWrittenInOneWordOrTwo() throws CannotRun {
        Arguments arguments = parsed("--members=kz,uz", "--data", "some where", "--port=");

        assertThat(arguments.text("members", "")).isEqualTo("kz,uz");
        assertThat(arguments.path("data", "")).isEqualTo(Path.of("some where"));
        assertThat(arguments.text("port", "8080")).isEmpty();
    }

    @Test
    void whatIsNotGivenHasItsDefault() throws CannotRun {
        Arguments arguments = parsed();

        assertThat(arguments.text("members", "kz")).isEqualTo("kz");
        assertThat(arguments.number("port", 8080, 1, 65_535)).isEqualTo(8080);
    }

    @Test
    void anUnknownOptionIsRefusedByItsName() {
        refused("--colour=red").withMessageContaining("--colour");
        refused("members").withMessageContaining("members");
        refused("-data").withMessageContaining("-data");
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        refused("--members").withMessageContaining("needs a value");
        refused("--members", "--data=x").withMessageContaining("needs a value");
    }

    @Test
    void anOptionGivenTwiceIsRefused() {
        refused("--port=1", "--port=2").withMessageContaining("twice");
    }

    @Test
    void aNumberOutOfItsBoundsIsRefused() throws CannotRun {
        for (String port : List.of("0", "65536", "-1", "80a", "", "99999999999")) {
            Arguments arguments = parsed("--port=" + port);

            assertThatExceptionOfType(CannotRun.class)
                    .isThrownBy(() -> arguments.number("port", 8080, 1, 65_535))
                    .withMessageContaining("--port");
        }
    }

    @Test
    void aWrongCommandLeavesWithTwoAndAnObstacleWithOne() {
        assertThat(CannotRun.askedWrongly("so").exitCode()).isEqualTo(2);
        assertThat(CannotRun.here("so").exitCode()).isEqualTo(1);
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<CannotRun> refused(String... words) {
        return assertThatExceptionOfType(CannotRun.class).isThrownBy(() -> parsed(words));
    }

    private static Arguments parsed(String... words) throws CannotRun {
        return Arguments.parse(List.of(words), KNOWN);
    }
}
