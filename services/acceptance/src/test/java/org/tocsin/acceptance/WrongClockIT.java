/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tocsin.acceptance.exchange.AlertDraft.alert;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.acceptance.exchange.Event;
import org.tocsin.acceptance.exchange.Participant;
import org.tocsin.acceptance.exchange.PostedAlert;
import org.tocsin.acceptance.exchange.SeparateProcesses;

/** The origin's clock is ten minutes wrong: deadlines do not move, and everybody can see that it is wrong. */
@ResourceLock(SeparateProcesses.RESOURCE)
class WrongClockIT {

    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final Duration WITHIN = Duration.ofSeconds(4);
    private static final Duration TOLERANCE = Duration.ofSeconds(90);

    private final SeparateProcesses exchange = SeparateProcesses.shared();
    private final Participant kz = exchange.member("kz");
    private final Participant uz = exchange.member("uz");
    private final Participant centre = exchange.member("centre");

    @AfterAll
    static void setTheClockRight() {
        SeparateProcesses.shared().restartGateway("kz", Map.of());
    }

    @ParameterizedTest
    @CsvSource({"+10m, PT10M", "-10m, PT-10M"})
    void deadlinesStayRightAndTheSkewIsFlagged(String shift, Duration skew) {
        assumeTrue(Files.exists(LIBRARY), "There is no libfaketime here; apt-get install faketime");
        exchange.restartGateway("kz", clockShiftedBy(shift));

        PostedAlert alert = kz.sends(alert().test().flash().to("uz").within(WITHIN.toString()));

        Event shown = uz.receives(alert);
        assertThat(Duration.parse(shown.text("skew"))).isCloseTo(skew, TOLERANCE);
        Event dispatched = centre.isTold("dispatched", "", alert);
        assertThat(Duration.parse(dispatched.text("skew"))).isCloseTo(skew, TOLERANCE);
        Instant appended = Instant.parse(dispatched.text("appendedAt"));
        assertThat(Duration.between(appended, Instant.now()).abs()).isLessThan(TOLERANCE);
        assertThat(shown.text("acknowledgeBy")).isEqualTo(appended.plus(WITHIN).toString());
        Event late = kz.isTold("overdue", "uz", alert);
        assertThat(Instant.parse(late.text("acknowledgeBy"))).isEqualTo(appended.plus(WITHIN));
    }

    // The monotonic clock is left alone: a wrong wall clock must not look like a stopped machine. Without the last
    // variable every timed wait of a Java 17 ends at once, since the library mistakes its clock.
    private static Map<String, String> clockShiftedBy(String shift) {
        return Map.of(
                "LD_PRELOAD",
                LIBRARY.toString(),
                "FAKETIME",
                shift,
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }
}
