/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.testing.Examples;

/** Who is told of a level. */
class LatenessTest {

    @ParameterizedTest
    @CsvSource({
        "1, kz, uz,     reminder,  uz centre",
        "2, kz, uz,     overdue,   uz kz centre",
        "3, kz, uz,     escalated, kz centre",
        "2, kz, centre, overdue,   centre kz",
        "3, centre, uz, escalated, centre",
    })
    void levelIsToldToWhomItConcerns(int level, String origin, String late, String kind, String targets) {
        Lateness lateness = new Lateness(
                new AlertId(new Member(origin), Examples.uuid()),
                1,
                new Member(late),
                level,
                Lane.URGENT,
                Instant.EPOCH,
                Instant.EPOCH);

        assertThat(lateness.telling().targets())
                .containsExactlyElementsOf(
                        Arrays.stream(targets.split(" ")).map(Member::new).toList());
        assertThat(lateness.telling().notice().kind().token()).isEqualTo(kind);
    }
}
