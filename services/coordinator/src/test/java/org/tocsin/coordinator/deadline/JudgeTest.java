/*
 * SPDX-FileCopyrightText: The Tocsin authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.tocsin.coordinator.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tocsin.protocol.AlertId;
import org.tocsin.protocol.Lane;
import org.tocsin.protocol.Member;
import org.tocsin.protocol.directory.Directory;
import org.tocsin.protocol.directory.DirectoryEntry;
import org.tocsin.protocol.directory.MemberStatus;
import org.tocsin.protocol.testing.Examples;

/** Every named outcome of judging a deadline of 600 s. */
class JudgeTest {

    private static final Instant APPENDED = Instant.parse("2026-03-01T08:00:00Z");
    private static final Deadline DEADLINE = new Deadline(
            new AlertId(new Member("kz"), Examples.uuid()),
            1,
            new Member("uz"),
            Lane.URGENT,
            APPENDED,
            Duration.ofSeconds(600),
            APPENDED.plusSeconds(3_600));

    private final Judge judge = new Judge(Examples.directory());

    @ParameterizedTest
    @CsvSource({
        // heard until (s), level passed, what is said, level after
        "   0, 0, NOT_DUE, 0",
        " 301, 0, NOT_DUE, 0",
        " 302, 0, LATE,    1",
        " 302, 1, NOT_DUE, 1",
        " 601, 1, NOT_DUE, 1",
        " 602, 1, LATE,    2",
        " 602, 0, LATE,    2",
        "1201, 2, NOT_DUE, 2",
        "1202, 2, LATE,    3",
        "1202, 0, LATE,    3",
        "1202, 1, LATE,    3",
        "3599, 3, NOT_DUE, 3",
        "3600, 0, EXPIRED, 0",
        "9999, 2, EXPIRED, 2",
    })
    void levelsComeDueTwoSecondsLateAndCollapseIntoTheHighest(
            int heardSeconds, int passed, Verdict.Reason reason, int level) {
        Verdict verdict = judge.judge(new Standing(DEADLINE, passed), APPENDED.plusSeconds(heardSeconds));

        assertThat(verdict).isEqualTo(new Verdict(reason, level));
    }

    @Test
    void nobodyIsAccusedOfWhatWasNotHeard() {
        assertThat(judge.judge(new Standing(DEADLINE, 0), null).reason()).isEqualTo(Verdict.Reason.NOT_CAUGHT_UP);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, false, ANSWERED",
        "true,  true,  true,  ANSWERED",
        "false, true,  false, SUPERSEDED",
        "false, true,  true,  CANCELLED",
        "false, false, true,  CANCELLED",
    })
    void whatStopsADeadlineStopsItWhateverWasHeard(
            boolean answered, boolean superseded, boolean cancelled, Verdict.Reason reason) {
        Standing standing = new Standing(DEADLINE, 1, answered, superseded, cancelled);

        assertThat(judge.judge(standing, null)).isEqualTo(new Verdict(reason, 1));
        assertThat(judge.judge(standing, APPENDED.plusSeconds(9_999))).isEqualTo(new Verdict(reason, 1));
        assertThat(judge.judge(standing, null).closes()).isTrue();
    }

    @Test
    void aLevelPassesInSilenceForASuspendedMember() {
        Judge suspended = new Judge(without("uz"));

        Verdict verdict = suspended.judge(new Standing(DEADLINE, 0), APPENDED.plusSeconds(700));

        assertThat(verdict).isEqualTo(new Verdict(Verdict.Reason.MEMBER_NOT_ACTIVE, 2));
        assertThat(verdict.isLate() || verdict.closes() || verdict.waits()).isFalse();
    }

    private static Directory without(String member) {
        DirectoryEntry entry = Examples.entry(member);
        return Examples.directory()
                .with(new DirectoryEntry(
                        entry.v(),
                        entry.member(),
                        2,
                        entry.kind(),
                        entry.name(),
                        MemberStatus.SUSPENDED,
                        entry.keys(),
                        entry.deadlines(),
                        null,
                        null));
    }
}
