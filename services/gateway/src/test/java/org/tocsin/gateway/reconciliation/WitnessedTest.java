/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.gateway.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tocsin.protocol.Digest;
import org.tocsin.protocol.message.AuditHead;

/** What a member makes of the heads that another one tells of its audit. */
class WitnessedTest {

    private static final Instant ONE = Instant.parse("2026-11-24T01:00:00Z");
    private static final Instant TWO = Instant.parse("2026-11-24T02:00:00Z");

    private final Witnessed seventh = Witnessed.first(head(7, "seven", "six"), ONE);

    private static AuditHead head(long number, String text, @Nullable String previous) {
        return new AuditHead(number, Digest.sha256(text), previous == null ? null : Digest.sha256(previous));
    }

    private Witnessed.@Nullable Warning warning(AuditHead told) {
        return seventh.after(told, TWO, TWO).orElseThrow().warning();
    }

    @Test
    void nextHeadThatFollowsIsHeldWithoutAWarning() {
        Witnessed held = seventh.after(head(8, "eight", "seven"), TWO, TWO).orElseThrow();

        assertThat(held).isEqualTo(new Witnessed(8, Digest.sha256("eight"), TWO, null, null));
    }

    @Test
    void sameHeadAgainIsNoNews() {
        assertThat(seventh.after(head(7, "seven", "six"), TWO, TWO)).isEmpty();
    }

    @Test
    void headsThatWereMissedInBetweenAreNoReproach() {
        assertThat(warning(head(10, "ten", "nine"))).isNull();
    }

    @Test
    void nextHeadThatFollowsAnotherOneWasRewritten() {
        assertThat(warning(head(8, "eight", "other"))).isEqualTo(Witnessed.Warning.REWRITTEN);
    }

    @Test
    void sameNumberWithAnotherHashWasRewritten() {
        assertThat(warning(head(7, "other", "six"))).isEqualTo(Witnessed.Warning.REWRITTEN);
    }

    @Test
    void lowerNumberWentBack() {
        assertThat(warning(head(3, "three", "two"))).isEqualTo(Witnessed.Warning.WENT_BACK);
    }

    @Test
    void olderWordThatComesLateIsNoNews() {
        assertThat(seventh.after(head(6, "six", "five"), ONE.minusSeconds(3600), TWO))
                .isEmpty();
    }

    @Test
    void warningStaysWhenTheAuditGoesOn() {
        Witnessed warned = seventh.after(head(3, "three", "two"), TWO, TWO).orElseThrow();

        Witnessed later = warned.after(head(4, "four", "three"), TWO.plusSeconds(3600), TWO.plusSeconds(3600))
                .orElseThrow();

        assertThat(later.warning()).isEqualTo(Witnessed.Warning.WENT_BACK);
        assertThat(later.warnedAt()).isEqualTo(TWO);
    }
}
